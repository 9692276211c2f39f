package gpudyno.cli;

import gpudyno.cache.policy.PolicyReplay;
import gpudyno.load.TextFile;
import gpudyno.store.Json;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "cache", description = "Look into a node's cache, delete entries of it, or replay recorded keys through caches of several eviction policies.", mixinStandardHelpOptions = true, subcommands = {
    CacheNodeCommands.Get.class,
    CacheNodeCommands.Invalidate.class, CacheCommand.Replay.class}, synopsisSubcommandLabel = "(get | invalidate | replay)")
final class CacheCommand implements Callable<Integer> {
    @Override
    public Integer call() throws SetupException {
        throw new SetupException("cache what? `gpudyno cache get`, `invalidate` and `replay` are there");
    }

    @Command(name = "replay", description = "Count the hits that each eviction policy would have had on a file of keys, and the most that any could have had.", mixinStandardHelpOptions = true)
    static final class Replay implements Callable<Integer> {
        @Spec
        private CommandSpec spec;
        @Parameters(paramLabel = "F", description = "a text file with one key on each line, plain or compressed by gzip; empty lines are skipped")
        private Path file;
        @Option(names = "--capacity", required = true, paramLabel = "N", description = "how many keys the cache holds")
        private int capacity;
        @Option(names = "--json", paramLabel = "F", description = "write the result as JSON to this file; - for standard output")
        private @Nullable Path json;

        @Override
        public Integer call() throws IOException {
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw new IllegalArgumentException(file + " cannot be read");
            }
            if (capacity < 1 || capacity > PolicyReplay.mostCapacity()) {
                throw new IllegalArgumentException("--capacity must lie from 1 to " + PolicyReplay.mostCapacity()
                        + " with this heap, got " + capacity);
            }
            checkJson();
            PolicyReplay.Outcome outcome = replay();
            boolean jsonOut = json != null && json.toString().equals("-");
            spec.commandLine().getOut().print(jsonOut ? Json.pretty(outcome) + System.lineSeparator() : table(outcome));
            spec.commandLine().getOut().flush();
            if (json != null && !jsonOut) {
                Files.write(json, List.of(Json.pretty(outcome)));
            }
            return Exit.FINISHED;
        }

        /// Before the replay, so that this does not fail after it.
        private void checkJson() {
            if (json == null || json.toString().equals("-")) {
                return;
            }
            Path folder = json.toAbsolutePath().getParent();
            if (Files.isDirectory(json) || folder == null || !Files.isWritable(folder)) {
                throw new IllegalArgumentException("--json " + json + " cannot be written");
            }
        }

        private PolicyReplay.Outcome replay() {
            PolicyReplay replay = new PolicyReplay(capacity);
            long line = 0;
            long keys = 0;
            try (BufferedReader reader = TextFile.open(file)) {
                StringBuilder buffer = new StringBuilder();
                for (String key = TextFile.line(reader, buffer); key != null; key = TextFile.line(reader, buffer)) {
                    line++;
                    if (!key.isEmpty()) {
                        replay.request(key);
                        keys++;
                    }
                }
            } catch (IOException e) {
                throw new IllegalArgumentException(file + ", after line " + line + ": " + reason(e), e);
            }
            if (keys == 0) {
                throw new IllegalArgumentException(file + " has no keys; one on each line is needed");
            }
            return replay.outcome();
        }

        private static String reason(IOException e) {
            return switch (e) {
                case CharacterCodingException _ -> "not text in UTF-8, or in UTF-16 with a byte-order mark";
                case EOFException _ -> "the compressed file ends too early";
                case ZipException _ -> "not a sound gzip file (" + e.getMessage() + ")";
                default -> String.valueOf(e.getMessage());
            };
        }

        private static String table(PolicyReplay.Outcome outcome) {
            StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%,d requests, a cache of %,d keys%n", outcome.requests(),
                    outcome.capacity()));
            outcome.policies()
                    .forEach((id, score) -> text.append(String.format(Locale.ROOT, "%-10s %,14d hits %7.2f %%%n", id, score.hits(),
                            score.percent())));
            if (!outcome.policies().containsKey("optimum")) {
                text.append(String.format(Locale.ROOT, "The file is too long to know the optimum.%n"));
            }
            outcome.sizes().forEach(size -> text.append(String.format(Locale.ROOT, "lru with %,d keys: about %.1f %%%n", size.capacity(),
                    size.percent())));
            outcome.needed().forEach((percent, keys) -> text.append(String.format(Locale.ROOT, "lru needs about %,d keys for %d %%%n", keys,
                    percent)));
            return text.append(String.format(Locale.ROOT, "adaptive followed %s at the end and changed the policy %d times%n",
                    outcome.followed(), outcome.switches())).toString();
        }
    }
}
