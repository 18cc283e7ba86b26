"""The guards of the book, in the database: they hold for every writer, SQL by hand included.

A guard refuses as a broken constraint of its own name. Its messages speak of ids, never of sums or people.
A guard that changes is installed anew by a migration of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import migrations


@dataclass(frozen=True, slots=True)
class Guard:
    """A trigger of the same name as its function.

    `body` is plpgsql in which `REFUSE;` stands for the refusal with `message`, whose % is the value of
    `about`. Deferred guards look at the end of the transaction.
    """

    name: str
    table: str
    when: str
    body: str
    message: str = ""
    about: str = ""
    deferred: bool = False

    @property
    def sql(self) -> str:
        """The statements that make function and trigger."""
        refusal = (
            f"RAISE EXCEPTION '{self.message}', {self.about} "
            f"USING ERRCODE = 'check_violation', CONSTRAINT = '{self.name}', TABLE = TG_TABLE_NAME;"
        )
        kind = "CONSTRAINT TRIGGER" if self.deferred else "TRIGGER"
        wait = " DEFERRABLE INITIALLY DEFERRED" if self.deferred else ""
        return (
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$"
            f"{self.body.replace('REFUSE;', refusal)}$$;\n"
            f"CREATE {kind} {self.name} {self.when} ON {self.table}{wait} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}();"
        )


# Locks the book and counts: entries of one legal entity come one after another, in the order of numbers.
NUMBERED = """
BEGIN
  UPDATE ledger_book SET last_number = last_number + 1
   WHERE legal_entity_id = NEW.legal_entity_id RETURNING last_number INTO NEW.number;
  IF NOT FOUND THEN
    REFUSE;
  END IF;
  RETURN NEW;
END"""

# Named to run after the numbering, which waits for a closing that goes on: then it is seen here.
IN_OPEN_MONTH = """
BEGIN
  IF EXISTS (SELECT 1 FROM ledger_period p WHERE p.legal_entity_id = NEW.legal_entity_id
              AND p.month >= date_trunc('month', NEW.business_date)::date) THEN
    REFUSE;
  END IF;
  RETURN NEW;
END"""

BALANCED = """
DECLARE
  own bigint := NEW.ENTRY;
  counted bigint;
  total numeric;
BEGIN
  SELECT count(*), coalesce(sum(amount), 0) INTO counted, total FROM ledger_posting WHERE entry_id = own;
  IF total <> 0 OR counted < 2 OR counted <> (SELECT lines FROM ledger_entry WHERE id = own) THEN
    REFUSE;
  END IF;
  RETURN NULL;
END"""

MIRRORED = """
BEGIN
  IF NEW.reverses_id IS NULL THEN
    RETURN NULL;
  END IF;
  IF NOT EXISTS (
       SELECT 1 FROM ledger_entry o WHERE o.id = NEW.reverses_id AND o.reverses_id IS NULL
          AND o.legal_entity_id = NEW.legal_entity_id AND o.office_id = NEW.office_id
          AND o.kind = NEW.kind AND o.business_date <= NEW.business_date)
     OR EXISTS (
       SELECT 1 FROM ledger_posting p WHERE p.entry_id IN (NEW.id, NEW.reverses_id)
        GROUP BY p.account_id, p.party_id, p.contract_id, p.instalment_id, p.employee_id, abs(p.amount)
       HAVING count(*) FILTER (WHERE p.entry_id = NEW.id AND p.amount > 0)
           <> count(*) FILTER (WHERE p.entry_id = NEW.reverses_id AND p.amount < 0)
           OR count(*) FILTER (WHERE p.entry_id = NEW.id AND p.amount < 0)
           <> count(*) FILTER (WHERE p.entry_id = NEW.reverses_id AND p.amount > 0)) THEN
    REFUSE;
  END IF;
  RETURN NULL;
END"""

ALWAYS = "BEGIN REFUSE; END"

# Waits for the book before balances are touched, so that nobody meets another there crosswise.
OWN_ACCOUNT = """
BEGIN
  PERFORM 1 FROM ledger_book b JOIN ledger_entry e ON e.legal_entity_id = b.legal_entity_id
    WHERE e.id = NEW.entry_id FOR UPDATE OF b;
  IF NOT EXISTS (SELECT 1 FROM ledger_entry e JOIN ledger_account a ON a.legal_entity_id = e.legal_entity_id
                  WHERE e.id = NEW.entry_id AND a.id = NEW.account_id) THEN
    REFUSE;
  END IF;
  RETURN NEW;
END"""

COUNTED = """
BEGIN
  INSERT INTO ledger_balance AS b (account_id, contract_id, party_id, amount)
  VALUES (NEW.account_id, NEW.contract_id, NEW.party_id, NEW.amount)
  ON CONFLICT (account_id, contract_id, party_id) DO UPDATE SET amount = b.amount + EXCLUDED.amount;
  RETURN NULL;
END"""

# One deep is the writer's own statement; the trigger of postings writes from two deep.
BY_POSTING = """
BEGIN
  IF pg_trigger_depth() < 2 THEN
    REFUSE;
  END IF;
  RETURN coalesce(NEW, OLD);
END"""

FIXED = """
BEGIN
  IF (NEW.legal_entity_id, NEW.code, NEW.kind) IS DISTINCT FROM (OLD.legal_entity_id, OLD.code, OLD.kind) THEN
    REFUSE;
  END IF;
  RETURN NEW;
END"""

# Waits for the acts that are posting, so that the number it takes is behind all that lies in the month.
SEALED = """
BEGIN
  SELECT last_number INTO NEW.last_number FROM ledger_book
   WHERE legal_entity_id = NEW.legal_entity_id FOR UPDATE;
  IF NOT FOUND THEN
    REFUSE;
  END IF;
  RETURN NEW;
END"""

BOOK_COUNTS = """
BEGIN
  IF TG_OP = 'DELETE' OR pg_trigger_depth() < 2 THEN
    REFUSE;
  END IF;
  RETURN NEW;
END"""

NO_BOOK = "legal entity % has no book"
CHANGED = "BEFORE UPDATE OR DELETE"

GUARDS = (
    Guard(
        "ledger_account_fixed", "ledger_account", "BEFORE UPDATE", FIXED,
        "account % changes nothing but its name", "OLD.id",
    ),
    Guard(
        "ledger_book_counts", "ledger_book", CHANGED, BOOK_COUNTS,
        "the book of legal entity % counts by itself", "OLD.legal_entity_id",
    ),
    Guard("ledger_entry_numbered", "ledger_entry", "BEFORE INSERT", NUMBERED, NO_BOOK, "NEW.legal_entity_id"),
    Guard(
        "ledger_entry_open_month", "ledger_entry", "BEFORE INSERT", IN_OPEN_MONTH,
        "the month of entry % is closed", "NEW.number",
    ),
    Guard("ledger_entry_posted", "ledger_entry", CHANGED, ALWAYS, "entry % stays as it is", "OLD.id"),
    Guard(
        "ledger_entry_balanced", "ledger_entry", "AFTER INSERT", BALANCED.replace("NEW.ENTRY", "NEW.id"),
        "entry % does not add up", "own", deferred=True,
    ),
    Guard(
        "ledger_entry_mirrored", "ledger_entry", "AFTER INSERT", MIRRORED,
        "entry % does not mirror what it reverses", "NEW.id", deferred=True,
    ),
    Guard(
        "ledger_posting_own_account", "ledger_posting", "BEFORE INSERT", OWN_ACCOUNT,
        "entry % is of another legal entity", "NEW.entry_id",
    ),
    Guard("ledger_posting_posted", "ledger_posting", CHANGED, ALWAYS, "posting % stays as it is", "OLD.id"),
    Guard("ledger_posting_counted", "ledger_posting", "AFTER INSERT", COUNTED),
    Guard(
        "ledger_posting_balanced", "ledger_posting", "AFTER INSERT",
        BALANCED.replace("NEW.ENTRY", "NEW.entry_id"), "entry % does not add up", "own", deferred=True,
    ),
    Guard(
        "ledger_balance_by_posting", "ledger_balance", "BEFORE INSERT OR UPDATE OR DELETE", BY_POSTING,
        "balance of account % follows its postings", "coalesce(NEW.account_id, OLD.account_id)",
    ),
    Guard("ledger_period_sealed", "ledger_period", "BEFORE INSERT", SEALED, NO_BOOK, "NEW.legal_entity_id"),
    Guard("ledger_period_closed", "ledger_period", CHANGED, ALWAYS, "period % stays closed", "OLD.id"),
)  # fmt: skip


class Install(migrations.RunSQL):
    """Migration operation: put one guard on its table."""

    def __init__(self, guard: Guard) -> None:
        super().__init__(sql=guard.sql, reverse_sql=f"DROP FUNCTION {guard.name}() CASCADE")
        self.guard = guard

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        """Written by hand in migrations; never produced by makemigrations."""
        return (self.__class__.__name__, [self.guard], {})
