"""Makes `styles/*.min.js` of the scripts in `styles/`, with short names: `python docs/make_small_scripts.py`.

They are kept, so that a page is the same bytes wherever it is made, and making one needs no minifier: pubkit uses a small script as
long as it was made of the scripts as they stand (`publish.web_style.small_script`). Needs `tdewolff-minify` (extra `dev`).
"""

from __future__ import annotations

from pubkit.publish.stylesheets import styles_folder
from pubkit.publish.web_style import COLLECTION_SCRIPTS, PAGE_SCRIPTS, Scripts, joined_script, sum_of


def small_file(scripts: Scripts) -> str:
    """The content of the small script of these: the sum of what it is made of, and itself."""
    import minify

    joined = joined_script(scripts)
    return f"/* {sum_of(joined)} */\n{minify.string('application/javascript', joined)}\n"


def main() -> None:
    """Writes them."""
    for scripts in (PAGE_SCRIPTS, COLLECTION_SCRIPTS):
        path = styles_folder() / scripts.small
        path.write_text(small_file(scripts), encoding="utf-8")
        print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
