package gpudyno.model.gpu;

import gpudyno.model.node.Event.Severity;
import java.time.Instant;
import java.util.List;

/// Why a device was slow, full or gone for a while, in a sentence.
///
/// @param from when it began, as closely as the node's frames tell
/// @param to when it ended, or the end of the period that was looked at
/// @param device id of the device it is about
/// @param rule id of the rule that found it, such as `power-cap`
/// @param sentence for people, with times of the node's own time zone, such as `02:14–02:31 GPU 1 ran at 1,110 of 1,980 MHz; its 300 W cap
///        bound it 94 % of the time`
/// @param evidence the figures it rests on
public record Cause(Instant from, Instant to, String device, String rule, Topic topic, Severity severity, String sentence,
        List<Evidence> evidence) {
    /// What is wrong with a device.
    public enum Topic {
        /// It runs slower than it can.
        CLOCKS,
        /// Its memory is full, or fills up.
        MEMORY,
        /// Its connection to the host is slower than it can be.
        LINK,
        /// It makes errors, or is lost.
        ERRORS,
        /// It has less to do than it could, or more.
        WORK
    }

    /// A figure that a cause rests on.
    ///
    /// @param what it is of, such as `SM clock`
    /// @param unit as meters name their units
    public record Evidence(String what, double value, String unit) {
        public Evidence {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("evidence '" + what + "' is " + value + "; a figure that is not known is no evidence");
            }
        }
    }

    public Cause {
        evidence = List.copyOf(evidence);
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("a cause ends at " + to + ", before it begins at " + from);
        }
    }

    /// Whether it lies, at least in part, within another's time.
    public boolean overlaps(Cause other) {
        return from.isBefore(other.to) && other.from.isBefore(to) || from.equals(other.from);
    }
}
