package gpudyno.load;

import gpudyno.exposition.ScrapedText;
import gpudyno.model.load.RunCourse;
import gpudyno.model.net.Address;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// Reads Prometheus figures of the target during a run, once a second, in constant memory: a long run's values are thinned to every second
/// one each time there are too many. One thread of its own; histogram buckets and figures beyond the first [#MAX_SERIES] are left out.
final class Scraping {
    static final int MAX_SERIES = 200;
    private static final long MAX_TEXT = 4L << 20;

    private final List<Address> addresses;
    private final OkHttpClient client = new OkHttpClient.Builder().callTimeout(2, TimeUnit.SECONDS).build();
    private final ScheduledExecutorService clock = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("load-scrape").daemon().factory());
    private final Map<String, TreeMap<Double, Double>> values = new LinkedHashMap<>();
    private long every = 1;
    private long ticks;

    Scraping(List<Address> addresses) {
        this.addresses = addresses;
    }

    /// @param origin `System.nanoTime()` at the start of the run
    void start(long origin) {
        clock.scheduleAtFixedRate(() -> {
            if (ticks++ % every == 0) {
                addresses.forEach(address -> read(address, origin));
            }
        }, 0, 1, TimeUnit.SECONDS);
    }

    private void read(Address address, long origin) {
        double at = (System.nanoTime() - origin) / 1e9;
        String text = fetch(address);
        if (text != null) {
            synchronized (values) {
                parse(text).forEach((name, value) -> keep(addresses.size() == 1 ? name : address.authority() + " " + name, at, value));
            }
        }
    }

    /// Null where the address does not answer in time: a gap in the figures, as a run must not depend on them.
    private @Nullable String fetch(Address address) {
        try (Response response = client.newCall(request(address)).execute()) {
            return response.isSuccessful() ? response.peekBody(MAX_TEXT).string() : null;
        } catch (IOException _) {
            return null;
        }
    }

    private static Request request(Address address) {
        Request.Builder request = new Request.Builder().url(address.uri().toString());
        address.authorization().ifPresent(value -> request.header("Authorization", value));
        return request.build();
    }

    /// Reads every address once and drops what it says: so that what a first reading costs this process is paid before the clock starts.
    void rehearse() {
        addresses.forEach(this::fetch);
    }

    static Map<String, Double> parse(String text) {
        Map<String, Double> figures = new LinkedHashMap<>();
        text.lines().filter(line -> !line.startsWith("#") && !line.contains("_bucket{")).forEach(line -> {
            int end = seriesEnd(line.strip());
            String series = line.strip().substring(0, end);
            String[] rest = line.strip().substring(end).strip().split("\\s+");
            double value = ScrapedText.number(rest[0]).orElse(Double.NaN);
            // Neither the format's NaN, +Inf and -Inf, nor a line that is none of it.
            if (Double.isFinite(value) && !series.isEmpty() && rest.length <= 2) {
                figures.put(series, value);
            }
        });
        return figures;
    }

    /// Where a sample's name and labels end: at the first blank or the closing brace, neither of them inside quotes.
    private static int seriesEnd(String line) {
        boolean quoted = false;
        boolean labels = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted) {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{') {
                labels = true;
            } else if (c == '}') {
                return i + 1;
            } else if (!labels && Character.isWhitespace(c)) {
                int next = i;
                while (next < line.length() && Character.isWhitespace(line.charAt(next))) {
                    next++;
                }
                if (next == line.length() || line.charAt(next) != '{') {
                    return i;
                }
            }
        }
        return line.length();
    }

    private void keep(String name, double at, double value) {
        TreeMap<Double, Double> series = values.get(name);
        if (series == null) {
            if (values.size() == MAX_SERIES) {
                return;
            }
            series = new TreeMap<>();
            values.put(name, series);
        }
        series.put(at, value);
        if (series.size() > RunCourse.MAX_COLUMNS) {
            thin();
        }
    }

    private void thin() {
        every *= 2;
        for (TreeMap<Double, Double> series : values.values()) {
            List<Double> times = new ArrayList<>(series.keySet());
            for (int i = 1; i < times.size(); i += 2) {
                series.remove(times.get(i));
            }
        }
    }

    List<RunCourse.Scraped> stop() {
        clock.shutdownNow();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
        synchronized (values) {
            return values.entrySet().stream().map(series -> new RunCourse.Scraped(series.getKey(), List.copyOf(series.getValue().keySet()),
                    List.copyOf(series.getValue().values()))).toList();
        }
    }
}
