package gpudyno.tune.space;

import gpudyno.expression.ParameterCondition;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Which combinations of values a space holds.
///
/// A parameter is *idle* where its condition is false. It then has its first value and is left out of the configuration's values, so that
/// configurations which differ only in idle parameters are one point.
public final class Rules {
    private final List<Parameter> parameters;
    private final Predicate<Point> allowed;
    private final @Nullable ParameterCondition[] needed;
    private final boolean conditional;
    private final String told;

    private Rules(List<Parameter> parameters, Predicate<Point> allowed, @Nullable ParameterCondition[] needed, String told) {
        this.parameters = parameters;
        this.allowed = allowed;
        this.needed = needed;
        this.conditional = Arrays.stream(needed).anyMatch(Objects::nonNull);
        this.told = told;
    }

    static Rules of(List<Parameter> parameters, Predicate<Point> allowed) {
        return new Rules(parameters, allowed, new ParameterCondition[parameters.size()], "its constraints");
    }

    /// @param constraints CEL, every one of which a configuration must keep
    /// @param conditions CEL by parameter: it works only where that holds
    /// @throws IllegalArgumentException if one is not CEL over the parameters, or is for a parameter that is not there
    public static Rules of(List<Parameter> parameters, List<String> constraints, Map<String, String> conditions) {
        Map<String, List<Object>> values = new LinkedHashMap<>();
        parameters.forEach(parameter -> values.put(parameter.name(), parameter.values()));
        List<ParameterCondition> compiled = constraints.stream().map(source -> ParameterCondition.of(source, values)).toList();
        ParameterCondition[] needed = new ParameterCondition[parameters.size()];
        List<String> names = parameters.stream().map(Parameter::name).toList();
        conditions.forEach((name, source) -> {
            if (!names.contains(name)) {
                throw new IllegalArgumentException("a condition is set on '" + name + "', which is no parameter; there are " + names);
            }
            needed[names.indexOf(name)] = ParameterCondition.of(source, values);
        });
        Predicate<Point> allowed = point -> compiled.stream().allMatch(constraint -> constraint.holds(Space.values(parameters, point)));
        return new Rules(parameters, allowed, needed, "its constraints " + ParameterCondition.listed(compiled));
    }

    /// Whether a parameter works in a configuration.
    boolean works(Point point, int parameter) {
        ParameterCondition condition = needed[parameter];
        return condition == null || condition.holds(Space.values(parameters, point));
    }

    /// The equivalent point with every idle parameter at its first value. Conditions may depend on each other, so this is repeated until
    /// nothing changes, at most once per parameter.
    Point canonical(Point point) {
        if (!conditional) {
            return point;
        }
        Point settled = point;
        for (int round = 0; round < needed.length; round++) {
            Point before = settled;
            for (int i = 0; i < needed.length; i++) {
                settled = settled.index(i) != 0 && !works(settled, i) ? settled.with(i, 0) : settled;
            }
            if (settled.equals(before)) {
                break;
            }
        }
        return settled;
    }

    boolean allow(Point point) {
        return allowed.test(point) && canonical(point).equals(point);
    }

    /// For messages.
    @Override
    public String toString() {
        return told;
    }
}
