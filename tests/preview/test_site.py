"""The site in the preview: made anew for each look, from what is on the disk."""

import pytest
from preview_process import Preview
from workspaces import chosen_specimens, edit


@pytest.mark.slow
def test_the_preview_shows_the_site_as_it_would_be_published_now(tmp_path):
    workspace = chosen_specimens(tmp_path / "w", "ux-county", "twrwenden")
    with Preview(workspace) as preview:
        home = preview.get("/site/")
        council = preview.get("/site/councils/ux-county-council.html")

        assert (home.status, council.status) == (200, 200)
        assert "DRAFT – not issued" in home.text
        assert preview.get("/site/assets/site.css").headers["content-type"] == "text/css; charset=utf-8"
        assert preview.get("/site/data/received.csv").text.startswith("code,authority,kind,region,adult_care,")
        assert preview.get("/site/nothing.html").status == 404

        edit(
            workspace.templates("2018") / "site" / "site.yaml",
            "measures: [received.total,",
            "measures: [received.other,",
        )
        assert "Complaints and enquiries received: Other" in preview.get("/site/").text

        edit(workspace.templates("2018") / "site" / "site.yaml", "received.other", "received.ohter")
        fault = preview.get("/site/")
        assert fault.status == 409
        assert "received.ohter" in fault.text
