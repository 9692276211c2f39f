package gpudyno.cost;

import gpudyno.model.cost.Prices;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Public list prices of an hour of a GPU, each with its date, from a file that ships with the program. They hold until somebody declares others.
public final class PriceList {
    private static final String FILE = "/gpudyno/cost/prices.csv";
    private static final List<Listed> LISTED = read();

    /// @param model the part of a device's name by which it is recognised
    record Listed(String model, double price, String currency, LocalDate date, String source) {}

    private PriceList() {
    }

    private static List<Listed> read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(PriceList.class.getResourceAsStream(FILE), FILE), StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.startsWith("#") && !line.startsWith("model,")).map(line -> {
                String[] cells = line.split(",", 5);
                return new Listed(cells[0], Double.parseDouble(cells[1]), cells[2], LocalDate.parse(cells[3]), cells[4]);
            }).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What is assumed as long as nobody declares anything: the list price of the devices if it is known, and nothing else.
    ///
    /// @param devices names of the node's devices; the price is that of the first, on a node of several kinds it has to be declared
    public static Prices undeclared(List<String> devices) {
        Listed found = devices.stream().distinct().count() == 1 ? of(devices.getFirst()).orElse(null) : null;
        return found == null
                ? new Prices("USD", null, "", null, List.of(), null, null, null, null)
                : new Prices(found.currency, found.price, found.source + ", " + found.model, found.date, List.of(), null, null, null, null);
    }

    static Optional<Listed> of(@Nullable String device) {
        return device == null
                ? Optional.empty()
                : LISTED.stream().filter(listed -> names(device, listed.model))
                        .max(Comparator.comparingInt(listed -> listed.model.length()));
    }

    /// As whole words: an L40 is no L4.
    private static boolean names(String device, String model) {
        return (" " + device + " ").matches("(?i).*[ -]" + java.util.regex.Pattern.quote(model) + "[ -].*");
    }
}
