package gpudyno.expression;

import dev.cel.common.CelOptions;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.List;

/// What keeps a program cheap, whoever wrote it. It is measured when it has been parsed and before anything is made of it: its depth, its
/// operators, its regular expressions. Without comprehensions, what it costs to evaluate then follows from its size.
final class ProgramBounds {
    /// The most characters of a program.
    static final int LONGEST = 2000;
    static final int MOST_OPERATORS = 300;
    /// The parser's own bound, on parentheses and on chains such as `a + b + c`.
    private static final int DEEPEST = 32;
    private static final int MOST_ITERATIONS = 1000;

    /// Comprehensions are refused; the limit on their rounds stands behind that.
    static final CelOptions OPTIONS = CelOptions.current().enableHeterogeneousNumericComparisons(true)
            .maxExpressionCodePointSize(LONGEST).maxParseRecursionDepth(DEEPEST).comprehensionMaxIterations(MOST_ITERATIONS).build();

    private int operators;

    private ProgramBounds() {
    }

    /// @throws IllegalArgumentException if the program may cost too much; the message names what, and how much is allowed
    static void check(CelExpr parsed) {
        new ProgramBounds().visit(parsed);
    }

    private void visit(CelExpr expression) {
        switch (expression.getKind()) {
            case SELECT -> visit(expression.select().operand());
            case LIST -> {
                count(expression.list().elements().size());
                expression.list().elements().forEach(this::visit);
            }
            case CALL -> call(expression.call());
            case MAP, STRUCT, COMPREHENSION -> throw new IllegalArgumentException(
                    "maps, structures and loops such as all() and exists() are not allowed");
            default -> {
                // A constant or a name.
            }
        }
    }

    private void call(CelExpr.CelCall call) {
        count(1);
        if (call.function().equals("matches") && !call.args().isEmpty()) {
            pattern(call.args());
        }
        call.target().ifPresent(this::visit);
        call.args().forEach(this::visit);
    }

    private void count(int more) {
        operators += more;
        if (operators > MOST_OPERATORS) {
            throw new IllegalArgumentException("it holds more than " + MOST_OPERATORS + " operators");
        }
    }

    /// The pattern is the last argument, whether `matches` is called on a text or beside it.
    private static void pattern(List<CelExpr> arguments) {
        CelExpr pattern = arguments.getLast();
        if (pattern.getKind() != CelExpr.ExprKind.Kind.CONSTANT || pattern.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
            throw new IllegalArgumentException("matches() takes a regular expression written out, such as 'gpu-[0-9]+'");
        }
        BoundedRegex.compile(pattern.constant().stringValue());
    }
}
