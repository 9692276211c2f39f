package gpudyno.watch;

import java.util.List;

/// The result of a scrape.
public sealed interface ScrapeOutcome {
    /// It was read.
    ///
    /// @param left number of samples that were not used
    /// @param why some of the reasons, for people
    record Read(int taken, int left, List<String> why) implements ScrapeOutcome {
        public Read {
            why = List.copyOf(why);
        }
    }

    /// It answered with another status than 200.
    record Status(int code) implements ScrapeOutcome {}

    /// The answer was larger than the limit.
    record TooLong(long mostBytes) implements ScrapeOutcome {}

    /// It did not answer, or the answer broke off.
    record Unreachable(String why) implements ScrapeOutcome {}

    /// The answer is not in the exposition format.
    record Unreadable(String why) implements ScrapeOutcome {}

    default boolean isFailure() {
        return !(this instanceof Read);
    }

    /// One line for people.
    default String words() {
        return switch (this) {
            case Read(int taken, int left, List<String> why) -> taken + " samples" + (left == 0
                    ? ""
                    : ", " + left + " left out" + (why.isEmpty() ? "" : ": " + String.join("; ", why)));
            case Status(int code) -> "failed: status " + code;
            case TooLong(long mostBytes) -> "failed: more than " + mostBytes + " bytes";
            case Unreachable(String why) -> "failed: " + why;
            case Unreadable(String why) -> "failed: " + why;
        };
    }
}
