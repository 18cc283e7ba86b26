"""A report of the sample object."""

from femida.platform.reports.described import Report, report

report(
    Report(
        key="sample-things",
        title="Things",
        explains="Things of the sample.",
        section="Sample",
        dimensions=(("office", "Office"), ("kind", "Kind"), ("employee", "Employee")),
        figures=(
            "sample.things:count",
            "sample.things:urgent",
            "sample.things:young",
            "sample.things:amount",
        ),
        by="office",
        has_records=True,
    )
)
