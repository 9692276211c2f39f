package gpudyno.expression;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.Set;
import java.util.TreeSet;

/// What an expression of a stranger may hold. Only functions whose cost is a fixed number of steps are allowed, so an expression costs no more
/// than its length, whatever it says. CEL's standard library holds others: `matches` compiles a regular expression whose repetitions multiply
/// (48 characters can ask for 10⁹ states).
///
/// It is applied to what was parsed, before anything is checked, planned or run.
final class Allowed {
    private static final int LONGEST_LIST = 100;
    private static final Set<String> OPERATORS = Set.of("_+_", "_-_", "_*_", "_/_", "_%_", "-_", "!_", "_&&_", "_||_", "_?_:_", "_<_",
            "_<=_",
            "_>_", "_>=_", "_==_", "_!=_", "@in");
    private static final Set<String> ON_NUMBERS = Set.of("double", "int");
    private static final Set<String> ON_TEXTS = Set.of("double", "int", "startsWith", "endsWith", "contains");

    private final Set<String> functions;
    private final boolean texts;

    private Allowed(Set<String> functions, boolean texts) {
        this.functions = functions;
        this.texts = texts;
    }

    /// For expressions over meters: numbers and bools.
    ///
    /// @throws IllegalArgumentException naming what is not allowed and what is
    static void checkNumbers(CelExpr parsed) {
        new Allowed(ON_NUMBERS, false).check(parsed);
    }

    /// For conditions over parameters: numbers, bools and texts.
    ///
    /// @throws IllegalArgumentException naming what is not allowed and what is
    static void checkNumbersAndTexts(CelExpr parsed) {
        new Allowed(ON_TEXTS, true).check(parsed);
    }

    private void check(CelExpr expression) {
        switch (expression.getKind()) {
            case IDENT -> {
                // A meter or a parameter.
            }
            case CONSTANT -> checkConstant(expression.constant());
            case SELECT -> check(expression.select().operand());
            case CALL -> checkCall(expression.call());
            case LIST -> {
                if (expression.list().elements().size() > LONGEST_LIST) {
                    throw new IllegalArgumentException("a list has " + expression.list().elements().size() + " elements, at most "
                            + LONGEST_LIST + " are allowed");
                }
                expression.list().elements().forEach(this::check);
            }
            default -> throw new IllegalArgumentException("maps, messages and comprehensions are not allowed");
        }
    }

    private void checkConstant(CelConstant constant) {
        switch (constant.getKind()) {
            case DOUBLE_VALUE, INT64_VALUE, BOOLEAN_VALUE -> {
                // Of a fixed size.
            }
            case STRING_VALUE -> {
                if (!texts) {
                    throw new IllegalArgumentException("texts are not allowed but as a window, such as rate(serve.arrivals, \"5m\")");
                }
            }
            default -> throw new IllegalArgumentException("a constant of type " + constant.getKind() + " is not allowed");
        }
    }

    private void checkCall(CelExpr.CelCall call) {
        String name = call.function();
        if (!OPERATORS.contains(name) && !functions.contains(name)) {
            throw new IllegalArgumentException("'" + name + "' is not allowed; operators and the functions " + new TreeSet<>(functions)
                    + " are" + (texts ? "" : ", and figures of meters such as max(), rate() and p95()"));
        }
        call.target().ifPresent(this::check);
        call.args().forEach(this::check);
    }
}
