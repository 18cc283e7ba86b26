"""What sales bring to a firm's first day."""

from femida.firm.setup.ports import basics
from femida.sales.leads.preset import load_sales_preset

basics.register("sales", load_sales_preset)
