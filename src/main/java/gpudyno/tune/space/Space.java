package gpudyno.tune.space;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The points a search may visit: all combinations of the parameters' values that a rule allows.
///
/// A space of up to [#LISTED] combinations is listed in full, so that every allowed point is equally likely to be drawn, however few there
/// are. From a larger space, combinations are drawn until an allowed one is found.
public final class Space {
    /// Combinations that are tried one by one.
    static final long LISTED = 1_000_000;
    private static final int MOST_DRAWS = 20_000;

    private final List<Parameter> parameters;
    private final Rules rules;
    private final @Nullable List<Point> points;
    private final @Nullable Set<Point> members;

    private Space(List<Parameter> parameters, Rules rules, @Nullable List<Point> points) {
        this.parameters = List.copyOf(parameters);
        this.rules = rules;
        this.points = points;
        this.members = points == null ? null : new HashSet<>(points);
    }

    /// All combinations that a rule allows.
    ///
    /// @throws IllegalArgumentException if there is no parameter, or no combination is allowed
    public static Space where(List<Parameter> parameters, Predicate<Point> allowed) {
        return where(parameters, Rules.of(parameters, allowed));
    }

    /// All combinations that keep rules.
    ///
    /// @throws IllegalArgumentException if there is no parameter, or no combination keeps them
    public static Space where(List<Parameter> parameters, Rules rules) {
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException("the search space is empty: it has no parameter");
        }
        double combinations = combinations(parameters);
        if (combinations > LISTED) {
            Space drawn = new Space(parameters, rules, null);
            // One point must be found, or the search could not begin.
            drawn.draw(new java.util.SplittableRandom(1));
            return drawn;
        }
        List<Point> points = new ArrayList<>();
        int[] indexes = new int[parameters.size()];
        do {
            Point point = new Point(indexes);
            if (rules.allow(point)) {
                points.add(point);
            }
        } while (advance(indexes, parameters));
        return listed(parameters, rules, points);
    }

    /// Just these points.
    public static Space of(List<Parameter> parameters, Collection<Point> points) {
        return listed(parameters, Rules.of(parameters, _ -> true), List.copyOf(new java.util.LinkedHashSet<>(points)));
    }

    private static Space listed(List<Parameter> parameters, Rules rules, List<Point> points) {
        if (points.isEmpty()) {
            throw new IllegalArgumentException("the search space is empty: " + rules + " exclude every combination of the values");
        }
        return new Space(parameters, rules, points);
    }

    private static double combinations(List<Parameter> parameters) {
        return parameters.stream().mapToDouble(Parameter::size).reduce(1, (a, b) -> a * b);
    }

    private static boolean advance(int[] indexes, List<Parameter> parameters) {
        for (int i = indexes.length - 1; i >= 0; i--) {
            if (++indexes[i] < parameters.get(i).size()) {
                return true;
            }
            indexes[i] = 0;
        }
        return false;
    }

    public List<Parameter> parameters() {
        return parameters;
    }

    public int dimensions() {
        return parameters.size();
    }

    public boolean contains(Point point) {
        return members == null ? rules.allow(point) : members.contains(point);
    }

    /// How many points there are; empty where they are too many to list.
    public OptionalLong size() {
        return points == null ? OptionalLong.empty() : OptionalLong.of(points.size());
    }

    /// A point, each as likely as any other.
    ///
    /// @throws IllegalArgumentException if none of many combinations tried is allowed
    public Point draw(RandomGenerator random) {
        if (points != null) {
            return points.get(random.nextInt(points.size()));
        }
        for (int draw = 0; draw < MOST_DRAWS; draw++) {
            int[] indexes = parameters.stream().mapToInt(parameter -> random.nextInt(parameter.size())).toArray();
            Point point = rules.canonical(new Point(indexes));
            if (rules.allow(point)) {
                return point;
            }
        }
        throw new IllegalArgumentException("the search space is empty as far as can be seen: " + rules + " exclude each of " + MOST_DRAWS
                + " combinations drawn from the search space");
    }

    /// Some point that passes a test; empty where none does, or the points are too many to go through.
    public Optional<Point> anyWhere(Predicate<Point> test) {
        return points == null ? Optional.empty() : points.stream().filter(test).findFirst();
    }

    /// The points that differ in one parameter, by any amount.
    public List<Point> neighbours(Point point) {
        List<Point> found = new ArrayList<>();
        for (int parameter = 0; parameter < parameters.size(); parameter++) {
            for (int index = 0; index < parameters.get(parameter).size(); index++) {
                add(found, point, parameter, index);
            }
        }
        return found;
    }

    /// The points that differ in one parameter by one step, or, where values have no order, by any.
    public List<Point> adjacent(Point point) {
        List<Point> found = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            if (parameter.ordered()) {
                add(found, point, i, point.index(i) - 1);
                add(found, point, i, point.index(i) + 1);
            } else {
                for (int index = 0; index < parameter.size(); index++) {
                    add(found, point, i, index);
                }
            }
        }
        return found;
    }

    private void add(List<Point> found, Point point, int parameter, int index) {
        if (index >= 0 && index < parameters.get(parameter).size() && index != point.index(parameter)) {
            Point other = rules.canonical(point.with(parameter, index));
            if (!other.equals(point) && contains(other)) {
                found.add(other);
            }
        }
    }

    /// The equivalent point with every idle parameter at its first value; only such points are in the space.
    public Point canonical(Point point) {
        return rules.canonical(point);
    }

    /// The values of a point by parameter name, of those that work: its configuration.
    public Map<String, Object> values(Point point) {
        Map<String, Object> values = values(parameters, point);
        for (int i = 0; i < parameters.size(); i++) {
            if (!rules.works(point, i)) {
                values.remove(parameters.get(i).name());
            }
        }
        return values;
    }

    static Map<String, Object> values(List<Parameter> parameters, Point point) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < parameters.size(); i++) {
            values.put(parameters.get(i).name(), parameters.get(i).values().get(point.index(i)));
        }
        return values;
    }
}
