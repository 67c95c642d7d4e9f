#!/usr/bin/env bash
# Makes scripts/site/font/NotoSerifSC-Bold-subset.otf anew: every character that a Chinese message holds, for the cards that
# `scripts/site/cards.mjs` draws. Needs Debian's fonts-noto-cjk and Python's fonttools; nothing else in the project does.
set -euo pipefail
cd "$(dirname "$0")/../../.."
cat src/lib/i18n/zh/*.ts src/content/zh/*.md 2>/dev/null > /tmp/characters.txt || true
python3 -m fontTools.subset /usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc --font-number=2 \
	--text-file=/tmp/characters.txt \
	--unicodes=U+0020-007E,U+00A0-00FF,U+2010-2027,U+2030-205E,U+2190-2193,U+2212 \
	--layout-features=kern --no-hinting --desubroutinize --name-IDs='*' \
	--output-file=scripts/site/font/NotoSerifSC-Bold-subset.otf
