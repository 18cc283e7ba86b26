"""The finance floor: what clients owe and paid, kept so that it always adds up."""
