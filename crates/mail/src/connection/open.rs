//! From addresses to a server that has greeted.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use super::{Error, Stream, broken};

/// The longest that each step to a greeting may take at an address that is not the last one. RFC 8305 8 waits two
/// seconds at most before it tries the next one too.
const SHARE: Duration = Duration::from_secs(5);

/// What `greet` makes of the first of `addresses` that can be used: the next one is tried after all that may be better
/// there (RFC 5321 5.1). It is given a stream, how long a step may take, and how long all.
///
/// One step may take `step`, all together `whole` since `started`. Each address but the last has a share of the time, so
/// that one that answers nothing does not take it all.
///
/// # Errors
/// Where none can be used, that of the first one that could be connected to.
pub(crate) fn first_of<T, E: From<Error>>(
    addresses: &[SocketAddr],
    (step, whole): (Duration, Duration),
    started: Instant,
    is_transient: impl Fn(&E) -> bool,
    greet: impl Fn(Stream, Duration, Duration) -> Result<T, E>,
) -> Result<T, E> {
    let (mut unreached, mut failed) = (Error::Unresolved, None);
    for (at, address) in addresses.iter().enumerate() {
        let left = whole.saturating_sub(started.elapsed());
        let others = u32::try_from(addresses.len() - at - 1).unwrap_or(u32::MAX);
        let share = SHARE.min(step / 2).min(left / others.saturating_add(1));
        let step = if others == 0 { step } else { share };
        let limit = step.min(left);
        if limit.is_zero() {
            unreached = Error::Slow(whole);
            break;
        }
        let stream = match Stream::connect(*address, limit) {
            Ok(stream) => stream,
            Err(error) => {
                unreached = broken(&error, limit);
                continue;
            }
        };
        match greet(stream, step, whole.saturating_sub(started.elapsed())) {
            Err(error) if is_transient(&error) => failed = failed.or(Some(error)),
            outcome => return outcome,
        }
    }
    Err(failed.unwrap_or_else(|| unreached.into()))
}
