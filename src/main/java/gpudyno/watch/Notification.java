package gpudyno.watch;

import java.time.Instant;
import java.util.List;

/// Notices of one group, sent together.
///
/// @param id increases with each notification of a node. A receiver that gets an id twice has got the same notification twice, or parts of
///        one that was too large for it. 0 if firing alerts are repeated
public record Notification(long id, String group, Instant at, List<Notice> notices) {
    public Notification {
        notices = List.copyOf(notices);
    }
}
