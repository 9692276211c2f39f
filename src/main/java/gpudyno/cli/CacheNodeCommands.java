package gpudyno.cli;

import gpudyno.model.cache.CachedEntry;
import gpudyno.model.cache.EntrySelection;
import gpudyno.model.cache.Invalidation;
import gpudyno.node.Node;
import gpudyno.node.NodeUnreachableException;
import gpudyno.store.Json;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The commands about the cache of a running node.
final class CacheNodeCommands {
    private CacheNodeCommands() {
    }

    /// What to ask the node.
    interface Question {
        int ask(Node node);
    }

    private static int ask(NodeAccess access, Question question) throws SetupException {
        try (Node node = access.attachedOrHere()) {
            return question.ask(node);
        } catch (NodeUnreachableException e) {
            System.err.println("gpudyno: " + e.getMessage());
            return Exit.UNREACHABLE;
        } catch (IllegalStateException e) {
            throw new SetupException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void print(CommandSpec spec, boolean json, Object value, String line) {
        spec.commandLine().getOut().println(json ? Json.pretty(value) : line);
        spec.commandLine().getOut().flush();
    }

    @Command(name = "get", description = "Show whether a node's cache holds the answer to an input: its key, weight and age. Never its vector.", mixinStandardHelpOptions = true)
    static final class Get implements Callable<Integer> {
        @Spec
        private CommandSpec spec;
        @Mixin
        private NodeAccess node = new NodeAccess();
        @Option(names = "--text", required = true, paramLabel = "TEXT", description = "the input")
        private String text;
        @Option(names = "--json", description = "print JSON")
        private boolean json;

        @Override
        public Integer call() throws SetupException {
            String asked = new EntrySelection.OfText(text).text();
            return ask(node, at -> {
                Optional<CachedEntry> entry = at.cache().entry(asked);
                print(spec, json, Map.of("entry", entry), entry.map(Get::line).orElse("not held"));
                return Exit.FINISHED;
            });
        }

        private static String line(CachedEntry entry) {
            return String.format(Locale.ROOT, "%s  %,d tokens  %,d bytes  stored %.0f s ago", entry.key(), entry.tokens(), entry.bytes(),
                    entry.ageSeconds());
        }
    }

    @Command(name = "invalidate", description = "Delete entries of a node's cache. With --dry-run they are only counted.", mixinStandardHelpOptions = true)
    static final class Invalidate implements Callable<Integer> {
        @Spec
        private CommandSpec spec;
        @Mixin
        private NodeAccess node = new NodeAccess();
        @ArgGroup(multiplicity = "1")
        private Which which;
        @Option(names = "--dry-run", description = "delete nothing; tell how many entries match and what share of recent requests they answer")
        private boolean dryRun;
        @Option(names = "--json", description = "print JSON")
        private boolean json;

        /// One of these.
        static final class Which {
            @Option(names = "--text", paramLabel = "TEXT", description = "the entry of this input")
            private @Nullable String text;
            @Option(names = {"--pattern",
                "--key"}, paramLabel = "P", description = "entries by their key, MODEL@REVISION:HASH; * stands for any characters, ? for one")
            private @Nullable String pattern;
            @Option(names = "--model", paramLabel = "M", description = "all entries of this model")
            private @Nullable String model;
            @Option(names = "--all", description = "every entry")
            private boolean all;

            EntrySelection selection() {
                if (text != null) {
                    return new EntrySelection.OfText(text);
                }
                if (pattern != null) {
                    return new EntrySelection.OfPattern(pattern);
                }
                // One of the four is there, so all of them where no model is named.
                return new EntrySelection.OfPattern(all ? "*" : model + "@*");
            }
        }

        @Override
        public Integer call() throws SetupException {
            EntrySelection selection = which.selection();
            return ask(node, at -> {
                Invalidation done = at.cache().invalidate(selection, dryRun);
                print(spec, json, done, line(done));
                return Exit.FINISHED;
            });
        }

        private static String line(Invalidation done) {
            Double share = done.percent();
            return String.format(Locale.ROOT, "%s %,d entries, %,d bytes%s%s", done.dryRun() ? "would delete" : "deleted", done.entries(),
                    done.bytes(), shared(done.shared()),
                    share == null ? "" : String.format(Locale.ROOT, "; asked for in %.1f %% of recent requests", share));
        }

        private static String shared(Invalidation.@Nullable Shared shared) {
            return shared == null
                    ? ""
                    : String.format(Locale.ROOT, ", and %,d of the shared cache%s", shared.answers(),
                            shared.whole() ? "" : " (one of its servers was not reached: repeat it)");
        }
    }
}
