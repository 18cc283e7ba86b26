"""Rights on executions and the scopes of their tables."""

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from femida.platform.access.rights import Right, declare
from femida.platform.access.scoping import Child, Open, Scoped, scope
from femida.practice.execution.models import (
    ActionType,
    ActionTypeService,
    CaseAction,
    Certificate,
    Execution,
    HandOver,
    ReturnReason,
    StageExpense,
    WorkStage,
)

declare(
    Right("execution.view", _("See the execution of contracts")),
    Right("execution.hand_over", _("Hand contracts over to execution")),
    Right("execution.accept", _("Accept contracts into work or return them")),
    Right("execution.work", _("Lead the work: stages, actions, waiting, the end")),
    Right("execution.assign", _("Choose the lawyer of a contract")),
    Right("execution.terminate", _("Terminate the work on a contract")),
    Right("execution.see_expenses", _("See what the work costs the firm")),
    Right("execution.change_types", _("Set up types of actions")),
    Right("execution.maintain", _("The house's own care of executions: walls, notices, void contracts")),
    Right("certificates.draw_up", _("Draw up certificates of work")),
    Right("certificates.sign", _("Note that a certificate of work is signed")),
    Right("certificates.void", _("Declare certificates of work void")),
)

VIEW = "execution.view"
scope(Scoped(Execution, "practice.execution", VIEW))
for _model in (HandOver, WorkStage):
    scope(Child(_model, "execution", Execution))
scope(Child(StageExpense, "stage", WorkStage))
scope(Scoped(ActionType, "practice.action_type", "services.view", office="", department="", wall=""))
scope(Open(ActionTypeService, "which services a type of actions fits: a reference book of the firm"))
scope(Open(ReturnReason, "a reference book of the firm"))


def _stands_with_its_execution(model: type[Model], object_type: str) -> None:
    """Rows that are seen by those who see the execution, behind its wall and of its people."""
    scope(
        Scoped(
            model,
            object_type,
            VIEW,
            office="execution__office_id",
            department="execution__department_id",
            wall="execution__wall_id",
            people_type="practice.execution",
            people="execution_id",
        )
    )


_stands_with_its_execution(CaseAction, "practice.case_action")
_stands_with_its_execution(Certificate, "practice.certificate")
