"""The shell of the pages, the components and their catalogue, the tokens and the assets."""
