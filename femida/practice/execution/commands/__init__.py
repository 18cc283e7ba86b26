"""Every write to executions, for the floors above."""

from femida.practice.execution.commands.acting import (
    ready_action,
    record_action,
    withdraw_action,
)
from femida.practice.execution.commands.certifying import (
    UnableToCertify,
    draw_up_certificate,
    sign_certificate,
    void_certificate,
)
from femida.practice.execution.commands.handing import (
    UnableToAccept,
    UnableToHandOver,
    accept_execution,
    hand_over_contract,
    return_execution,
)
from femida.practice.execution.commands.leading import (
    UnableToVoidWithWork,
    let_execution_go,
    move_execution,
    reassign_execution,
    tell_about_execution,
    terminate_execution,
    wall_executions,
)
from femida.practice.execution.commands.spending import cancel_expense, note_expense
from femida.practice.execution.commands.staging import (
    Answers,
    add_stage,
    finish_stage,
    give_stage,
    show_stage,
    skip_stage,
    start_stage,
)
from femida.practice.execution.commands.taking import UnableToWork
from femida.practice.execution.commands.types import add_action_type, change_action_type

__all__ = [
    "Answers",
    "UnableToAccept",
    "UnableToCertify",
    "UnableToHandOver",
    "UnableToVoidWithWork",
    "UnableToWork",
    "accept_execution",
    "add_action_type",
    "add_stage",
    "cancel_expense",
    "change_action_type",
    "draw_up_certificate",
    "finish_stage",
    "give_stage",
    "hand_over_contract",
    "let_execution_go",
    "move_execution",
    "note_expense",
    "ready_action",
    "reassign_execution",
    "record_action",
    "return_execution",
    "show_stage",
    "sign_certificate",
    "skip_stage",
    "start_stage",
    "tell_about_execution",
    "terminate_execution",
    "void_certificate",
    "wall_executions",
    "withdraw_action",
]
