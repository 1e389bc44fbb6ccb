"""Pages of longer choices: the five pictures before the categories, regions before provinces."""

CATEGORY_PAGES: dict[str, tuple[str, ...]] = {
    "money": ("pay", "hours", "job_fees", "dismissal"),
    "papers": ("papers_kept", "permits_and_other"),
    "hurt": ("violence", "sexual_harassment", "injury", "child_at_work"),
    "trapped": ("locked_in", "cheated_by_broker", "work_at_sea"),
    "home": ("domestic_work", "child_at_work", "permits_and_other"),
}
"""Five pictures first, then the detail; a category may be found behind more than one."""

REGION_PAGE = "in-"
"""Prefix of the page that lists a region's provinces."""
OFFER_PAGE = "offer"
CHOOSE_PAGE = "choose"
SHARE_PAGE = "share"
