"""The guards of payments, in the database: they hold for every writer, SQL by hand included."""

from __future__ import annotations

from femida.finance.ledger.triggers import Guard

# A payment is written once; later it may only be reversed, once.
TAKEN = """
DECLARE
  free constant text[] :=
    ARRAY['reversal_id', 'reversed_on', 'reversal_shift_id', 'reversal_reason', 'version',
          'counts', 'signed'];  -- these two follow from the rest
BEGIN
  IF TG_OP = 'DELETE' OR OLD.reversal_id IS NOT NULL
     OR to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free THEN
    REFUSE;
  END IF;
  RETURN NEW;
END"""

# A closed shift stays closed, and nothing comes into it.
CLOSED = """
BEGIN
  IF TG_OP = 'DELETE' OR OLD.closed_at IS NOT NULL THEN
    REFUSE;
  END IF;
  RETURN NEW;
END"""

INTO_OPEN = """
BEGIN
  IF EXISTS (SELECT 1 FROM payments_shift WHERE id = NEW.SHIFT AND closed_at IS NOT NULL) THEN
    REFUSE;
  END IF;
  RETURN NEW;
END"""

_CHANGED = "BEFORE UPDATE OR DELETE"

GUARDS = (
    Guard(
        "payments_payment_stays", "payments_payment", _CHANGED, TAKEN,
        "payment % stays as it is", "OLD.id",
    ),
    Guard(
        "payments_shift_stays", "payments_shift", _CHANGED, CLOSED, "shift % is closed", "OLD.id",
    ),
    Guard(
        "payments_into_open_shift", "payments_payment", "BEFORE INSERT",
        INTO_OPEN.replace("NEW.SHIFT", "NEW.shift_id"), "shift % is closed", "NEW.shift_id",
    ),
    Guard(
        "payments_reversed_in_open_shift", "payments_payment", "BEFORE UPDATE",
        INTO_OPEN.replace("NEW.SHIFT", "NEW.reversal_shift_id"), "shift % is closed", "NEW.reversal_shift_id",
    ),
    Guard(
        "payments_movement_into_open_shift", "payments_cashmovement", "BEFORE INSERT",
        INTO_OPEN.replace("NEW.SHIFT", "NEW.shift_id"), "shift % is closed", "NEW.shift_id",
    ),
    Guard(
        "payments_movement_stays", "payments_cashmovement", _CHANGED, "BEGIN REFUSE; END",
        "movement % stays as it is", "OLD.id",
    ),
)  # fmt: skip
