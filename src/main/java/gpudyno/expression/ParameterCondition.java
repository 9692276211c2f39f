package gpudyno.expression;

import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A condition in CEL over the parameters of a configuration, such as `max-num-batched-tokens >= max-num-seqs` or `cache.enabled`.
///
/// Names may hold hyphens, as flags do, which CEL takes for minus: a parameter's name is one name wherever it stands whole outside quotes, so a
/// subtraction is written with spaces. Whole numbers and decimal ones compare with each other; a parameter that holds both is decimal.
public final class ParameterCondition {
    private static final int LONGEST = 2000;
    private static final Pattern TOKEN = Pattern.compile("\"[^\"]*\"|'[^']*'|[A-Za-z_][A-Za-z0-9_.-]*");
    private static final CelOptions OPTIONS = CelOptions.current().enableHeterogeneousNumericComparisons(true)
            .maxExpressionCodePointSize(LONGEST).maxParseRecursionDepth(32).build();
    private static final CelRuntime RUNTIME = CelRuntimeFactory.legacyCelRuntimeBuilder().setOptions(OPTIONS).build();

    private final String source;
    private final Map<String, String> variables;
    private final Map<String, CelType> types;
    private final CelRuntime.Program program;

    private ParameterCondition(String source, Map<String, String> variables, Map<String, CelType> types, CelRuntime.Program program) {
        this.source = source;
        this.variables = variables;
        this.types = types;
        this.program = program;
    }

    /// @param parameters every value each can have: numbers, Boolean or String
    /// @throws IllegalArgumentException if it is no condition over these parameters; the message says why
    public static ParameterCondition of(String source, Map<String, ? extends Collection<?>> parameters) {
        Map<String, String> variables = new LinkedHashMap<>();
        Map<String, CelType> types = new HashMap<>();
        parameters.forEach((name, values) -> {
            variables.put(name, name.replace('-', '_'));
            types.put(name, type(values));
        });
        CelCompilerBuilder compiler = CelCompilerFactory.standardCelCompilerBuilder().setOptions(OPTIONS).setResultType(SimpleType.BOOL);
        variables.forEach((name, variable) -> compiler.addVar(variable, types.getOrDefault(name, SimpleType.STRING)));
        String written = TOKEN.matcher(source).replaceAll(token -> named(token, variables));
        try {
            checkAllowed(source, compiler.build().parse(written).getAst().getExpr());
            return new ParameterCondition(source, variables, types, RUNTIME.createProgram(compiler.build().compile(written).getAst()));
        } catch (CelValidationException e) {
            throw new IllegalArgumentException("condition '" + source + "': " + e.getErrors().stream().limit(2)
                    .map(error -> error.getMessage()).collect(Collectors.joining("; ")) + "; there are the parameters "
                    + String.join(", ", parameters.keySet()), e);
        } catch (CelEvaluationException e) {
            throw new IllegalArgumentException("condition '" + source + "': " + e.getMessage(), e);
        }
    }

    private static void checkAllowed(String source, CelExpr parsed) {
        try {
            Allowed.checkNumbersAndTexts(parsed);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("condition '" + source + "': " + e.getMessage(), e);
        }
    }

    private static String named(MatchResult token, Map<String, String> variables) {
        return java.util.regex.Matcher.quoteReplacement(variables.getOrDefault(token.group(), token.group()));
    }

    private static CelType type(Collection<?> values) {
        return values.stream().allMatch(Boolean.class::isInstance)
                ? SimpleType.BOOL
                : values.stream().allMatch(value -> value instanceof Long || value instanceof Integer)
                        ? SimpleType.INT
                        : values.stream().allMatch(Number.class::isInstance) ? SimpleType.DOUBLE : SimpleType.STRING;
    }

    public String source() {
        return source;
    }

    /// @param values of every parameter
    /// @throws IllegalArgumentException if it has no answer for them, as a division by zero has none
    public boolean holds(Map<String, ?> values) {
        Map<String, Object> given = HashMap.newHashMap(values.size());
        variables.forEach(
                (name, variable) -> given.put(variable, converted(java.util.Objects.requireNonNull(values.get(name)), types.get(name))));
        try {
            return Boolean.TRUE.equals(program.eval(given));
        } catch (CelEvaluationException e) {
            throw new IllegalArgumentException("condition '" + source + "' has no answer for " + values + ": " + e.getMessage(), e);
        }
    }

    private static Object converted(Object value, @org.jspecify.annotations.Nullable CelType type) {
        return SimpleType.INT.equals(type) && value instanceof Number number
                ? (Object) number.longValue()
                : SimpleType.DOUBLE.equals(type) && value instanceof Number number
                        ? (Object) number.doubleValue()
                        : SimpleType.STRING.equals(type) ? String.valueOf(value) : value;
    }

    /// The sources, for a message.
    public static String listed(List<ParameterCondition> conditions) {
        return conditions.stream().map(ParameterCondition::source).collect(Collectors.joining("', '", "'", "'"));
    }
}
