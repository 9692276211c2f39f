package gpudyno.serve.backend;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// How the vectors of an input's tokens become one, as sentence-transformers names it.
public enum Pooling {
    /// The mean over the tokens.
    MEAN,
    /// The first token's.
    CLS,
    /// The last token's.
    LAST;

    /// @throws IllegalArgumentException if there is none of that name
    public static Pooling named(String name) {
        return Arrays.stream(values()).filter(pooling -> pooling.name().equalsIgnoreCase(name.strip())).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no pooling '" + name + "'; known are "
                        + Arrays.stream(values()).map(pooling -> pooling.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }
}
