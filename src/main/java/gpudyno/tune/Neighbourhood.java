package gpudyno.tune;

import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Where a search can go: a random configuration, or one near another. Numbers move on their own scale: powers of two by one doubling,
/// logarithmic ranges by a factor, linear ones by about an eighth of the range.
final class Neighbourhood {
    private static final long LOG_FACTOR = 3;
    private static final int MOST_MOVES = 100;

    private final List<Knob> knobs;
    private final SplittableRandom random;

    Neighbourhood(List<Knob> knobs, SplittableRandom random) {
        this.knobs = knobs.stream().filter(Knob::searched).toList();
        this.random = random;
        if (this.knobs.isEmpty()) {
            throw new IllegalArgumentException("the search space is empty: no knob may be searched");
        }
    }

    /// Whether a knob of this id may be turned.
    boolean has(String id) {
        return knobs.stream().anyMatch(knob -> knob.id().equals(id));
    }

    Configuration anywhere() {
        Configuration configuration = Configuration.EMPTY;
        for (Knob knob : knobs) {
            configuration = configuration.with(knob.id(), anywhere(knob.type()));
        }
        return configuration;
    }

    private Object anywhere(KnobType type) {
        return switch (type) {
            case KnobType.Whole whole -> switch (whole.scale()) {
                case LINEAR -> random.nextLong(whole.min(), whole.max() + 1);
                case LOG -> Math.clamp(Math.round(logUniform(Math.max(1, whole.min()), whole.max())), whole.min(), whole.max());
                case POWER_OF_TWO -> powers(whole).get(random.nextInt(powers(whole).size()));
            };
            case KnobType.Real real ->
                real.scale() == KnobType.Scale.LINEAR ? random.nextDouble(real.min(), real.max()) : logUniform(real.min(), real.max());
            case KnobType.Choice choice -> choice.values().get(random.nextInt(choice.values().size()));
            case KnobType.Switch _ -> random.nextBoolean();
        };
    }

    private double logUniform(double min, double max) {
        return min * Math.pow(max / min, random.nextDouble());
    }

    private static List<Long> powers(KnobType.Whole whole) {
        List<Long> powers = new ArrayList<>();
        for (long power = 1; power <= whole.max() && power > 0; power *= 2) {
            if (power >= whole.min()) {
                powers.add(power);
            }
        }
        return powers;
    }

    /// `from` with one or two knobs moved a step.
    Configuration near(Configuration from) {
        Configuration moved = from;
        int moves = 1 + random.nextInt(2);
        // A step off the end of a range does not move; a space of a single point never does.
        for (int attempt = 0; attempt < MOST_MOVES && (moved.equals(from) || moves > 0); attempt++) {
            Knob knob = knobs.get(random.nextInt(knobs.size()));
            Object value = moved.get(knob.id());
            moved = moved.with(knob.id(), value == null ? anywhere(knob.type()) : step(knob.type(), value));
            moves--;
        }
        return moved;
    }

    private Object step(KnobType type, Object value) {
        boolean up = random.nextBoolean();
        return switch (type) {
            case KnobType.Whole whole -> Math.clamp(step(whole, (Long) value, up), whole.min(), whole.max());
            case KnobType.Real real -> Math.clamp(step(real, (Double) value, up), real.min(), real.max());
            case KnobType.Choice _ -> anywhere(type);
            case KnobType.Switch _ -> !(Boolean) value;
        };
    }

    private static double step(KnobType.Real real, double value, boolean up) {
        return real.scale() == KnobType.Scale.LINEAR
                ? value + (up ? 1 : -1) * (real.max() - real.min()) / 8
                : value * Math.pow(LOG_FACTOR, up ? 1 : -1);
    }

    private static long step(KnobType.Whole whole, long value, boolean up) {
        return switch (whole.scale()) {
            case POWER_OF_TWO -> up ? value * 2 : value / 2;
            case LOG -> up ? Math.max(value + 1, value * LOG_FACTOR) : value / LOG_FACTOR;
            case LINEAR -> value + (up ? 1 : -1) * Math.max(1, (whole.max() - whole.min()) / 8);
        };
    }
}
