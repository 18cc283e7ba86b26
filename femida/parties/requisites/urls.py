"""Addresses of requisites."""

from django.urls import include, path

from femida.parties.requisites import views

_own = [
    path("<int:pk>/", views.edit, name="edit"),
    path("<int:pk>/documents/add/", views.add_document, name="add-document"),
    path("<int:pk>/accounts/add/", views.add_account, name="add-account"),
    path("<int:pk>/forms-of-name/", views.correct_name, name="correct-name"),
    path("<str:what>/<int:pk>/outdate/", views.outdate, name="outdate"),
    path("<str:what>/<int:pk>/reveal/", views.reveal, name="reveal"),
]

urlpatterns = [path("requisites/", include((_own, "requisites")))]
