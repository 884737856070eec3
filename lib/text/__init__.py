"""Characters to spans: repair a text, cut it into blocks, sentences and tokens.

In: the decoded text of a file. Out: the mended text, as long as before, and spans `start, end` (0-based, half-open,
code points) of its blocks, sentences and tokens. No file is read here, and no table made.
"""

from lib.text.characters import IGNORED, JOINER, LETTERS, display, opening
from lib.text.kinds import KINDS, RUNNING, Block, block_spans, blocks
from lib.text.repairs import LAYOUTS, Repair, judge_layout, repair
from lib.text.sentence_ends import sentences
from lib.text.words import DATA_ADDRESS, NOTE_MARK, TOKEN, foreign, is_address, is_all_caps, term, tokens
