package gpudyno.expression;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelMacroExprFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import gpudyno.expression.Operand.Aggregate;
import gpudyno.model.meter.ForesightMeters;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A CEL expression over meters, such as `latency.p95.ms > 500.0 && rate(serve.arrivals, "5m") > 1.0`.
///
/// Meters are doubles by their dotted names. `max min sum mean count rate p50 p90 p95 p99` take a meter and, if wished, a window such as
/// `"5m"`; `burn(99.0, "1h")` takes an objective in percent, `forecast("memory.percent", "30m")` how far ahead. These are macros: each becomes one variable, so an expression asks for a fixed
/// list of figures and evaluates without a look at anything else. What it may cost is bounded before it is compiled ([ProgramBounds]).
public final class MeterExpression {
    private static final Duration LONGEST_WINDOW = Duration.ofDays(7);
    private static final Pattern WINDOW = Pattern.compile("(\\d{1,6})(s|m|h|d)");
    private static final Pattern METER = Pattern.compile("[a-zA-Z0-9.]{1,200}");
    private static final CelRuntime RUNTIME = CelRuntimeFactory.legacyCelRuntimeBuilder().setOptions(ProgramBounds.OPTIONS).build();

    private static final List<CelMacro> MACROS = Aggregate.names().stream().map(name -> CelMacro.newGlobalVarArgMacro(name,
            (factory, _, arguments) -> Optional.of(expand(Aggregate.named(name), factory, arguments)))).toList();

    private final String source;
    private final List<Operand> operands;
    private final String[] names;
    private final CelRuntime.Program program;
    /// The same as `program`, where it holds no more than arithmetic.
    private final Arithmetic.@Nullable Node arithmetic;

    private MeterExpression(String source, Map<String, Operand> operands, CelExpr parsed, CelRuntime.Program program) {
        this.source = source;
        this.operands = List.copyOf(operands.values());
        this.names = operands.keySet().toArray(String[]::new);
        this.program = program;
        Map<String, Integer> indexes = new HashMap<>();
        for (String name : names) {
            indexes.put(name, indexes.size());
        }
        this.arithmetic = Arithmetic.of(parsed, indexes);
    }

    /// A condition.
    ///
    /// @throws IllegalArgumentException if it is no CEL expression over meters of type bool; the message names line and column
    public static MeterExpression condition(String source) {
        return compile(source, SimpleType.BOOL);
    }

    /// A figure.
    ///
    /// @throws IllegalArgumentException if it is no CEL expression over meters of type double; the message names line and column
    public static MeterExpression figure(String source) {
        return compile(source, SimpleType.DOUBLE);
    }

    private static MeterExpression compile(String source, CelType type) {
        Map<String, Operand> operands = new LinkedHashMap<>();
        try {
            CelAbstractSyntaxTree parsed = compiler().build().parse(source).getAst();
            ProgramBounds.check(parsed.getExpr());
            collect(parsed.getExpr(), operands);
            CelCompilerBuilder checking = compiler().setResultType(type);
            operands.keySet().forEach(name -> checking.addVar(name, SimpleType.DOUBLE));
            CelAbstractSyntaxTree checked = checking.build().compile(source).getAst();
            return new MeterExpression(source, operands, parsed.getExpr(), RUNTIME.createProgram(checked));
        } catch (CelValidationException e) {
            throw new IllegalArgumentException("expression '" + shortened(source) + "': "
                    + e.getErrors().stream().limit(3).map(MeterExpression::told).collect(Collectors.joining("; ")), e);
        } catch (CelEvaluationException e) {
            throw new IllegalArgumentException("expression '" + shortened(source) + "': " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("expression '" + shortened(source) + "': " + e.getMessage(), e);
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException("expression '" + shortened(source) + "': it is nested too deep", e);
        }
    }

    private static CelCompilerBuilder compiler() {
        return CelCompilerFactory.standardCelCompilerBuilder().setOptions(ProgramBounds.OPTIONS).addMacros(MACROS);
    }

    private static String told(CelIssue issue) {
        return "line " + issue.getSourceLocation().getLine() + ", column " + (issue.getSourceLocation().getColumn() + 1) + ": "
                + issue.getMessage();
    }

    private static String shortened(String source) {
        return source.length() <= 80 ? source : source.substring(0, 80) + " ...";
    }

    private static CelExpr expand(Aggregate aggregate, CelMacroExprFactory factory, ImmutableList<CelExpr> arguments) {
        try {
            return factory.newIdentifier(operand(aggregate, arguments).variable());
        } catch (IllegalArgumentException e) {
            return factory.reportError(String.valueOf(e.getMessage()));
        }
    }

    private static Operand operand(Aggregate aggregate, List<CelExpr> arguments) {
        if (aggregate == Aggregate.FORECAST) {
            return forecast(arguments);
        }
        boolean burn = aggregate == Aggregate.BURN;
        if (arguments.isEmpty() || arguments.size() > 2 || burn && arguments.size() != 2) {
            throw new IllegalArgumentException(burn
                    ? "burn takes an objective in percent and a window: burn(99.0, \"1h\")"
                    : aggregate.label() + " takes a meter and, if wished, a window: " + aggregate.label() + "(memory.percent, \"5m\")");
        }
        Optional<Duration> window = arguments.size() == 2 ? Optional.of(window(arguments.get(1))) : Optional.empty();
        if (burn) {
            return new Operand(aggregate, "errors.percent", window, objective(arguments.getFirst()));
        }
        String meter = dotted(arguments.getFirst());
        if (meter == null || Operand.isVariable(meter)) {
            throw new IllegalArgumentException(aggregate.label() + " takes a meter by its name, such as memory.percent");
        }
        return new Operand(aggregate, meter, window, 0);
    }

    private static Operand forecast(List<CelExpr> arguments) {
        Optional<Duration> ahead = arguments.size() == 2
                ? ForesightMeters.HORIZONS.stream().filter(one -> isText(arguments.get(1), ForesightMeters.label(one))).findFirst()
                : Optional.empty();
        String meter = arguments.isEmpty() ? null : named(arguments.getFirst());
        if (ahead.isEmpty() || meter == null || Operand.isVariable(meter)) {
            throw new IllegalArgumentException(
                    "forecast takes a meter and how far ahead: forecast(\"memory.percent\", \"30m\"), which is one of "
                            + ForesightMeters.HORIZONS.stream().map(ForesightMeters::label).collect(Collectors.joining(", ")));
        }
        return new Operand(Aggregate.FORECAST, meter, ahead, 0);
    }

    /// A meter by its name, with or without quotation marks; null for anything else.
    private static @Nullable String named(CelExpr expression) {
        return expression.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE
                && METER.matcher(expression.constant().stringValue()).matches()
                        ? expression.constant().stringValue()
                        : dotted(expression);
    }

    private static boolean isText(CelExpr expression, String text) {
        return expression.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE
                && expression.constant().stringValue().equals(text);
    }

    private static double objective(CelExpr expression) {
        double objective = expression.getKind() != CelExpr.ExprKind.Kind.CONSTANT ? Double.NaN : switch (expression.constant().getKind()) {
            case DOUBLE_VALUE -> expression.constant().doubleValue();
            case INT64_VALUE -> expression.constant().int64Value();
            default -> Double.NaN;
        };
        if (!(objective > 0 && objective < 100)) {
            throw new IllegalArgumentException("an objective between 0 and 100 percent is needed, such as 99.9");
        }
        return objective;
    }

    private static Duration window(CelExpr expression) {
        if (expression.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE) {
            Matcher written = WINDOW.matcher(expression.constant().stringValue());
            if (written.matches()) {
                long count = Long.parseLong(written.group(1));
                Duration length = switch (written.group(2)) {
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                };
                if (!length.isZero() && length.compareTo(LONGEST_WINDOW) <= 0) {
                    return length;
                }
            }
        }
        throw new IllegalArgumentException("a window such as \"30s\", \"5m\", \"1h\" or \"3d\" is needed, at most 7 days");
    }

    private static void collect(CelExpr expression, Map<String, Operand> operands) {
        String name = dotted(expression);
        if (name != null) {
            operands.putIfAbsent(name, Operand.isVariable(name) ? Operand.ofVariable(name) : Operand.series(name));
            return;
        }
        switch (expression.getKind()) {
            case SELECT -> collect(expression.select().operand(), operands);
            case CALL -> {
                expression.call().target().ifPresent(target -> collect(target, operands));
                expression.call().args().forEach(argument -> collect(argument, operands));
            }
            case LIST -> expression.list().elements().forEach(element -> collect(element, operands));
            case MAP, STRUCT, COMPREHENSION -> throw new IllegalArgumentException(
                    "only meters, numbers, comparisons, arithmetic and the functions " + Aggregate.names() + " are allowed");
            default -> {
                // A constant.
            }
        }
    }

    /// `a.b.c` as CEL reads it, back as it was written; null for anything else.
    static @Nullable String dotted(CelExpr expression) {
        return switch (expression.getKind()) {
            case IDENT -> expression.ident().name();
            case SELECT -> {
                String front = expression.select().testOnly() ? null : dotted(expression.select().operand());
                yield front == null ? null : front + "." + expression.select().field();
            }
            default -> null;
        };
    }

    public String source() {
        return source;
    }

    /// What it asks for, in the order in which [#isTrue] and [#value] take it.
    public List<Operand> operands() {
        return operands;
    }

    /// The expression in another language of infix operators, every step in parentheses.
    ///
    /// @param figure how an operand is written there
    /// @param operators how CEL's operators are, by their names in its syntax trees such as `_&&_`
    /// @throws IllegalArgumentException if it holds an operator that is not among them
    public String written(Function<Operand, String> figure, Map<String, String> operators) {
        try {
            return written(compiler().build().parse(source).getAst().getExpr(), figure, operators);
        } catch (CelValidationException e) {
            throw new IllegalStateException("'" + shortened(source) + "' was an expression before", e);
        }
    }

    private String written(CelExpr expression, Function<Operand, String> figure, Map<String, String> operators) {
        String name = dotted(expression);
        if (name != null) {
            return figure.apply(Operand.isVariable(name) ? Operand.ofVariable(name) : Operand.series(name));
        }
        if (expression.getKind() == CelExpr.ExprKind.Kind.CONSTANT) {
            CelConstant constant = expression.constant();
            if (constant.getKind() == CelConstant.Kind.DOUBLE_VALUE) {
                return Double.toString(constant.doubleValue());
            }
            if (constant.getKind() == CelConstant.Kind.INT64_VALUE) {
                return Long.toString(constant.int64Value());
            }
        }
        if (expression.getKind() == CelExpr.ExprKind.Kind.CALL && expression.call().target().isEmpty()) {
            String operator = operators.get(expression.call().function());
            List<CelExpr> sides = expression.call().args();
            if (operator != null && sides.size() == 1) {
                return operator + "(" + written(sides.getFirst(), figure, operators) + ")";
            }
            if (operator != null && sides.size() == 2) {
                return "(" + written(sides.getFirst(), figure, operators) + " " + operator + " "
                        + written(sides.getLast(), figure, operators)
                        + ")";
            }
        }
        throw new IllegalArgumentException("'" + shortened(source) + "' holds what has no counterpart there");
    }

    /// @param figures one for each operand, all finite
    public boolean isTrue(double[] figures) {
        return arithmetic instanceof Arithmetic.Truth truth ? truth.of(figures) : Boolean.TRUE.equals(interpret(figures));
    }

    /// @param figures one for each operand, all finite
    /// @return NaN where the arithmetic has no answer
    public double value(double[] figures) {
        if (arithmetic instanceof Arithmetic.Figure figure) {
            return figure.of(figures);
        }
        return interpret(figures) instanceof Double value ? value : Double.NaN;
    }

    /// Whether it holds more than arithmetic, so that CEL's own interpreter evaluates it.
    boolean isInterpreted() {
        return arithmetic == null;
    }

    /// What CEL itself makes of it.
    @Nullable
    Object interpret(double[] figures) {
        Map<String, Object> variables = HashMap.newHashMap(names.length);
        for (int i = 0; i < names.length; i++) {
            variables.put(names[i], figures[i]);
        }
        try {
            return program.eval(variables);
        } catch (CelEvaluationException _) {
            // Arithmetic on doubles does not fail; what does (a division of whole numbers by zero) is no answer.
            return null;
        }
    }
}
