"""Small survey exports in the layout of each tool: invented answers of nobody."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path


def _cut(text):
    """Rows of cells, a line a row, cells between bars; a line that begins with a bar goes on with the row above."""
    joined = text.strip("\n").replace("\n|", "|")
    return [[cell.replace("\\n", "\n") for cell in line.split("|")] for line in joined.split("\n")]


def _cut_import_ids(text):
    return [f'{{"ImportId":"{code}"}}' for code in text.split()]


QUALTRICS = [
    *_cut(r"""
StartDate|EndDate|Status|IPAddress|Progress|Duration (in seconds)|Finished|RecordedDate|ResponseId
|RecipientLastName|RecipientFirstName|RecipientEmail|LocationLatitude|DistributionChannel|UserLanguage
|wave|Q1|Q2|Q2_7_TEXT
Start Date|End Date|Response Type|IP Address|Progress|Duration (in seconds)|Finished|Recorded Date|Response ID
|Recipient Last Name|Recipient First Name|Recipient Email|Location Latitude|Distribution Channel|User Language
|wave|What brought you\nto the course?|Which of these apply? - Selected Choice|Which of these apply? - Other
"""),
    _cut_import_ids(
        "startDate endDate status ipAddress progress duration finished recordedDate _recordId recipientLastName"
        " recipientFirstName recipientEmail locationLatitude distributionChannel userLanguage wave QID1_TEXT QID2"
        " QID2_7_TEXT"
    ),
]
QUALTRICS[2][0] = '{"ImportId":"startDate","timeZone":"Europe/London"}'
QUALTRICS_ROWS = _cut("""
2026-03-02 10:11:12|2026-03-02 10:16:24|IP Address|203.0.113.1|100|312|True|2026-03-02 10:16:25|R_1
|Oakes|Rilla|p1@example.org|51.5|email|EN|before|A friend said that it had helped her|Rota|
2026-03-02 11:11:12|2026-03-02 11:16:24|IP Address|203.0.113.2|100|312|True|2026-03-02 11:16:25|R_2
||||51.5|anonymous|EN|after||Rota|
2026-03-02 12:11:12|2026-03-02 12:16:24|IP Address|203.0.113.3|40|312|False|2026-03-02 12:16:25|R_3
||||51.5|anonymous|EN|before|My line manager put me down for it|Rota|
2026-03-01 09:00:00|2026-03-01 09:01:00|Survey Preview|203.0.113.4|100|60|True|2026-03-01 09:01:01|R_4
||||51.5|preview|EN|before|testing testing one two three|Rota|
""")

REDCAP = _cut("""
record_id|redcap_event_name|redcap_survey_identifier|start_timestamp|role|why|start_complete
1|before_arm_1||2026-03-02 10:11:12|1|I wanted to meet other people in this role|2
1|after_arm_1||2026-05-02 10:11:12|1|Because the first part was good|0
2|before_arm_1|q@example.org||2|Somebody at work told me about it|2
""")
REDCAP_LABELLED = _cut("""
Record ID|Event Name|Survey Identifier|Survey Timestamp|Your role|Why did you come?|Complete?
1|Before|||Peer|I wanted to meet other people in this role|Complete
1|After|||Peer|Because the first part was good|Incomplete
""")

LIMESURVEY = _cut("""
id|submitdate|lastpage|startlanguage|seed|ipaddr|G01Q01|G01Q02
3|2026-03-02 10:11:12|2|en|1299|203.0.113.3|A1|We were short of people that winter
4||1|en|1300|203.0.113.4|A2|Nobody had asked me before, so I went
""")
LIMESURVEY_TEXTS = [
    [
        "Response ID",
        "Date submitted",
        "Last page",
        "Start language",
        "Seed",
        "IP address",
        "Role?",
        "Why did you come?",
    ],
    *LIMESURVEY[1:],
]
LIMESURVEY_BOTH = [
    [f"{code}. {text}" for code, text in zip(LIMESURVEY[0], LIMESURVEY_TEXTS[0], strict=True)],
    *LIMESURVEY[1:],
]

SURVEYMONKEY = _cut("""
Respondent ID|Collector ID|Date Created|Date Modified|IP Address|Email Address|First Name|Last Name|Custom Data 1
|What helped you most?|How was the pace?||Anything else?
114001|400|03/02/2026 10:11:12 AM|03/02/2026 10:15:00 AM|203.0.113.9|||||That somebody listened to the end|Fine|
|More tea would be very welcome
114002|400|03/03/2026 09:00:00 AM|03/03/2026 09:04:00 AM|203.0.113.8|||||Hearing how others run meetings||Too fast|
""")
SURVEYMONKEY.insert(1, [*[""] * 9, "Open-Ended Response", "Fine", "Too fast", "Open-Ended Response"])

GOOGLE = _cut("""
Timestamp|Email Address|What is your role?|What would you change about the course?
2026/03/02 10:11:12 AM GMT|a@example.org|Peer|Start later, many of us travel a long way
2026/03/02 11:00:00 AM GMT|b@example.org|Lead|Nothing at all, keep it as it is
""")

MICROSOFT = _cut("""
ID|Start time|Completion time|Email|Name|Last modified time|What would you change?
1|2026-03-02 10:00:00|2026-03-02 10:11:12|anonymous|||Fewer slides and a longer break
2|2026-03-02 10:30:00|2026-03-02 10:41:00|c@example.org|Cass Wick||A room with some windows
""")


def write_csv(rows, separator=","):
    """Return rows of cells as the text of a CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\n").writerows(rows)
    return out.getvalue()


def make_sav(columns, labels=None, values=None):
    """Return the bytes of an SPSS file with `columns`: name -> values; labels of variables and of their values."""
    import pandas as pd
    import pyreadstat

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.sav"
        table = pd.DataFrame(columns)
        pyreadstat.write_sav(table, path, column_labels=labels or {}, variable_value_labels=values or {})
        return path.read_bytes()
