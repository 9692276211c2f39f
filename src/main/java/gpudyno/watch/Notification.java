package gpudyno.watch;

import java.time.Instant;
import java.util.List;

/// Notices of one group, told together.
///
/// @param id grows from notification to notification of a node; a receiver that sees an id twice has seen one notification twice, or
/// parts of one that was too large for it; 0 where what fires is told again
public record Notification(long id, String group, Instant at, List<Notice> notices) {
    public Notification {
        notices = List.copyOf(notices);
    }
}
