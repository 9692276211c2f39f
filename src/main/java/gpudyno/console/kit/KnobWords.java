package gpudyno.console.kit;

import gpudyno.model.knob.ChangeCost;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobType;

/// Knobs in words: values with their unit, ranges, and what a change costs.
public final class KnobWords {
    private static final long KIBI = 1024;
    private static final String[] BYTES = {"KiB", "MiB", "GiB"};

    private KnobWords() {
    }

    /// A value with its unit: `64 MiB`, `5 ms`, `on`. All its digits are there, so that it can be typed again.
    public static String value(Knob knob, Object value) {
        if (value instanceof Boolean on) {
            return on ? "on" : "off";
        }
        if (!(value instanceof Number number)) {
            return value.toString();
        }
        if (knob.unit().equals("bytes") && number instanceof Long bytes) {
            return bytes(bytes);
        }
        String digits = number instanceof Long whole ? whole.toString() : Formats.plain(number.doubleValue());
        return new Formats.Quantity(digits, Formats.shortUnit(knob.unit())).toString();
    }

    /// In the largest unit that divides it: 1,536 MiB are not 1.5 GiB here, but they are exact.
    private static String bytes(long bytes) {
        long value = bytes;
        int unit = -1;
        while (value != 0 && value % KIBI == 0 && unit < BYTES.length - 1) {
            value /= KIBI;
            unit++;
        }
        return value + " " + (unit < 0 ? "B" : BYTES[unit]);
    }

    /// `1 knob`, `4 knobs`.
    public static String count(int knobs) {
        return knobs == 1 ? "1 knob" : knobs + " knobs";
    }

    /// What a knob may stand at: `1 MiB – 1 GiB`, `off, on`.
    public static String range(Knob knob) {
        return switch (knob.type()) {
            case KnobType.Whole whole -> value(knob, whole.min()) + " – " + value(knob, whole.max());
            case KnobType.Real real -> value(knob, real.min()) + " – " + value(knob, real.max());
            case KnobType.Choice choice -> String.join(", ", choice.values());
            case KnobType.Switch _ -> "off, on";
        };
    }

    /// In one word, for a table.
    public static String shortCost(ChangeCost cost) {
        return switch (cost) {
            case FREE -> "free";
            case PAUSE -> "pause";
            case RESTART -> "restart";
        };
    }

    /// What happens to requests when a knob is turned, as a sentence.
    public static String cost(ChangeCost cost) {
        return switch (cost) {
            case FREE -> "Free: it takes effect at once, and requests go on.";
            case PAUSE -> "Pause: requests wait for a moment while it takes effect.";
            case RESTART -> "Restart: the server behind it starts anew, and requests fail or wait until it is back.";
        };
    }

    /// The colour of a cost.
    public static Status status(ChangeCost cost) {
        return switch (cost) {
            case FREE -> Status.SUCCESS;
            case PAUSE -> Status.WARNING;
            case RESTART -> Status.DANGER;
        };
    }
}
