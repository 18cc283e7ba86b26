"""The tables of execution: hand-over, work stages, actions, certificates."""

from femida.practice.execution.models.actions import ActionType, ActionTypeService, CaseAction
from femida.practice.execution.models.certificates import Certificate
from femida.practice.execution.models.executions import Execution, HandOver, ReturnReason
from femida.practice.execution.models.work import StageExpense, WorkStage

__all__ = [
    "ActionType",
    "ActionTypeService",
    "CaseAction",
    "Certificate",
    "Execution",
    "HandOver",
    "ReturnReason",
    "StageExpense",
    "WorkStage",
]
