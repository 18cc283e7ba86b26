"""`python -m femida.cli` is the `femida` command."""

import sys

from femida.cli.main import main

sys.exit(main())
