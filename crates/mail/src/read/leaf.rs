//! Stand-in for dates.

use chrono::{DateTime, FixedOffset};

pub(super) fn date(raw: &[u8]) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc2822(String::from_utf8_lossy(raw).trim()).ok()
}
