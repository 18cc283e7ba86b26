"""Addresses of executions, actions, their types, and certificates of work."""

from django.urls import path

from femida.platform.screens.urls import object_urls
from femida.practice.execution.objects import ACTION_TYPE, CASE_ACTION, CERTIFICATE, EXECUTION
from femida.practice.execution.views import executions, records, work

urlpatterns = [
    *object_urls(
        EXECUTION,
        path("of-contract/<int:contract_pk>/", executions.hand_over, name="hand-over"),
        path("of-contract/<int:contract_pk>/act/", records.act_on_contract, name="act-on-contract"),
        path("<int:pk>/hand-over/", executions.hand_over_again, name="hand-over-again"),
        path("<int:pk>/accept/", executions.accept, name="accept"),
        path("<int:pk>/return/", executions.give_back, name="return"),
        path("<int:pk>/reassign/", executions.reassign, name="reassign"),
        path("<int:pk>/terminate/", executions.terminate, name="terminate"),
        path("<int:pk>/act/", records.act, name="act"),
        path("<int:pk>/certify/", records.certify, name="certify"),
        path("<int:pk>/stages/new/", work.add_stage, name="add-stage"),
        path("<int:pk>/stages/<int:stage_pk>/start/", work.start_stage, name="start-stage"),
        path("<int:pk>/stages/<int:stage_pk>/finish/", work.finish_stage, name="finish-stage"),
        path("<int:pk>/stages/<int:stage_pk>/skip/", work.skip_stage, name="skip-stage"),
        path("<int:pk>/stages/<int:stage_pk>/show/", work.show_stage, name="show-stage"),
        path("<int:pk>/stages/<int:stage_pk>/give/", work.give_stage, name="give-stage"),
        path("<int:pk>/stages/<int:stage_pk>/spend/", work.spend, name="spend"),
        path("<int:pk>/expenses/<int:expense_pk>/cancel/", work.cancel_expense, name="cancel-expense"),
    ),
    *object_urls(
        CASE_ACTION,
        path("<int:pk>/ready/", records.ready, name="ready"),
        path("<int:pk>/withdraw/", records.withdraw, name="withdraw"),
    ),
    *object_urls(
        CERTIFICATE,
        path("<int:pk>/sign/", records.sign, name="sign"),
        path("<int:pk>/void/", records.void, name="void"),
    ),
    *object_urls(
        ACTION_TYPE,
        path("new/", records.new_type, name="new"),
        path("<int:pk>/edit/", records.edit_type, name="edit"),
    ),
]
