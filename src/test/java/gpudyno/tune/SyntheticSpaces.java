package gpudyno.tune;

import gpudyno.store.MeasuredSpace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Made-up measured spaces of many shapes, so that a strategy is not judged by a few files alone: from a hundred to a hundred thousand
/// configurations, three to twelve parameters, smooth to rugged, up to nine in ten failing, words for values, and plateaus of equal times.
final class SyntheticSpaces {
    private SyntheticSpaces() {
    }

    /// The shape of one.
    ///
    /// @param sizes how many values each parameter has; negative for words without order
    /// @param rugged standard deviation of what neighbours do not share, in logarithms
    /// @param failing about which share fails
    /// @param plateaus whether times are rounded to a few levels
    private record Shape(int[] sizes, double rugged, double failing, boolean plateaus) {}

    private static final Map<String, Shape> SHAPES = new LinkedHashMap<>();

    static {
        SHAPES.put("tiny", new Shape(new int[]{4, 5, 6}, 0.05, 0.1, false));
        SHAPES.put("small-rugged", new Shape(new int[]{8, 8, -6}, 0.4, 0, false));
        SHAPES.put("wide", new Shape(new int[]{31, 12, 4, -3}, 0.1, 0.2, false));
        SHAPES.put("deep", new Shape(new int[]{4, 4, 2, 2, 2, 3, 4, 2, 3, 2, 2, 4}, 0.1, 0.1, false));
        SHAPES.put("words", new Shape(new int[]{-8, -6, -5, -12, 3}, 0.1, 0.1, false));
        SHAPES.put("mostly-failing", new Shape(new int[]{16, 10, 8, 6, 4}, 0.1, 0.9, false));
        SHAPES.put("half-failing", new Shape(new int[]{16, 10, 8, 6, 4}, 0.2, 0.5, false));
        SHAPES.put("plateaus", new Shape(new int[]{16, 10, 8, 6}, 0.05, 0.2, true));
        SHAPES.put("rugged", new Shape(new int[]{12, 10, 8, 4, 4}, 0.5, 0.2, false));
        SHAPES.put("large", new Shape(new int[]{16, 12, 10, 8, 4, 2}, 0.15, 0.3, false));
    }

    static List<String> names() {
        return List.copyOf(SHAPES.keySet());
    }

    /// The space of a name; another for each seed.
    static MeasuredSpace of(String name, long seed) {
        Shape shape = java.util.Objects.requireNonNull(SHAPES.get(name));
        return new Landscape(shape, new SplittableRandom(seed)).measured();
    }

    /// Log time = bowls and category offsets of every parameter, products of some pairs, steps where two parameters meet badly, and noise of each
    /// configuration's own; the corner where weighted values are large fails.
    private static final class Landscape {
        private final Shape shape;
        private final RandomGenerator random;
        private final int dimensions;
        private final double[][] own;
        private final double[][] pair;
        private final double[] burden;

        Landscape(Shape shape, RandomGenerator random) {
            this.shape = shape;
            this.random = random;
            dimensions = shape.sizes.length;
            own = new double[dimensions][];
            pair = new double[dimensions][dimensions];
            burden = new double[dimensions];
            for (int i = 0; i < dimensions; i++) {
                own[i] = effects(shape.sizes[i]);
                burden[i] = random.nextDouble();
                for (int j = 0; j < i; j++) {
                    pair[i][j] = random.nextInt(3) == 0 ? random.nextGaussian() * 1.2 : 0;
                }
            }
        }

        private double[] effects(int size) {
            double weight = Math.exp(random.nextGaussian()) * 0.6;
            double valley = random.nextDouble();
            double[] effects = new double[Math.abs(size)];
            for (int i = 0; i < effects.length; i++) {
                double at = effects.length == 1 ? 0 : i / (effects.length - 1.0);
                effects[i] = weight * (size < 0 ? random.nextDouble() : 2 * (at - valley) * (at - valley));
            }
            return effects;
        }

        private double at(int parameter, int index) {
            return own[parameter].length == 1 ? 0 : index / (own[parameter].length - 1.0);
        }

        MeasuredSpace measured() {
            List<int[]> all = new ArrayList<>();
            walk(new int[dimensions], 0, all);
            double[] loads = all.stream().mapToDouble(this::load).sorted().toArray();
            double most = loads[Math.min(loads.length - 1, (int) ((1 - shape.failing) * loads.length))];
            MeasuredSpace.Builder builder = new MeasuredSpace.Builder();
            for (int i = 0; i < dimensions; i++) {
                builder.parameter("p" + i);
            }
            for (int[] point : all) {
                boolean fails = load(point) > most || random.nextInt(50) == 0 && shape.failing > 0;
                double time = 10 * Math.exp(cost(point) + shape.rugged * random.nextGaussian());
                builder.add(values(point), fails ? Double.NaN : shape.plateaus ? Math.ceil(time) : time,
                        fails ? "RuntimeFailedConfig" : "");
            }
            return builder.build("time", true);
        }

        private void walk(int[] point, int parameter, List<int[]> all) {
            if (parameter == dimensions) {
                all.add(point.clone());
                return;
            }
            for (int index = 0; index < own[parameter].length; index++) {
                point[parameter] = index;
                walk(point, parameter + 1, all);
            }
        }

        private double load(int[] point) {
            double load = 0;
            for (int i = 0; i < dimensions; i++) {
                load += burden[i] * at(i, point[i]);
            }
            return load;
        }

        private double cost(int[] point) {
            double cost = 0;
            for (int i = 0; i < dimensions; i++) {
                cost += own[i][point[i]];
                for (int j = 0; j < i; j++) {
                    cost += pair[i][j] * (at(i, point[i]) - 0.5) * (at(j, point[j]) - 0.5);
                    cost += pair[i][j] > 0.8 && at(i, point[i]) > 0.6 && at(j, point[j]) < 0.4 ? 0.5 : 0;
                }
            }
            return cost;
        }

        private Map<String, Object> values(int[] point) {
            Map<String, Object> values = new HashMap<>();
            for (int i = 0; i < dimensions; i++) {
                values.put("p" + i, shape.sizes[i] < 0 ? (Object) ("w" + (point[i] * 7919L % 101)) : (Object) (16L * (point[i] + 1)));
            }
            return values;
        }
    }
}
