"""Rights of the staff room, and the scopes of its tables and of those of accounts and access below it."""

from django.utils.translation import gettext_lazy as _

from femida.firm.offices.models import Department
from femida.firm.staff.models import Assignment, DepartmentHead, Employee, EmployeeOffice
from femida.platform.access.models import (
    Group,
    GroupGrant,
    GroupMember,
    PersonGrant,
    RightsMark,
    Wall,
    WallMember,
)
from femida.platform.access.rights import Right, declare
from femida.platform.access.scoping import Child, Open, Personal, Scoped, scope
from femida.platform.accounts.models import Session, SignInAttempt, User

declare(
    Right("staff.view", _("See employees")),
    Right("staff.change", _("Hire, change and block employees")),
    Right("profile.change", _("Change one's own profile"), everybody=True),
)

scope(Scoped(Employee, "firm.employee", "staff.view", office="main_office_id", wall=""))
scope(Child(EmployeeOffice, "employee", Employee))
scope(Child(DepartmentHead, "department", Department))
scope(Open(Assignment, "read only beside an object that has been checked; holds no value but ids"))

scope(Personal(Session, "account_id"))
scope(Open(SignInAttempt, "counts of guesses under digests; no page reads them"))
scope(Open(User, "shown only beside its employee, or to its owner; no page lists accounts"))
for model in (Group, GroupGrant, GroupMember, PersonGrant, RightsMark, Wall, WallMember):
    scope(Open(model, "read only by pages under access.change, and by the policy itself"))
