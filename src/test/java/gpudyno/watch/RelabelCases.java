package gpudyno.watch;

import gpudyno.exposition.ScrapedText;
import gpudyno.watch.Relabel.Action;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Seeded cases of relabelling, and what ours makes of them; [RelabelPrometheus] asks a real Prometheus about the same.
final class RelabelCases {
    /// @param text what the target serves
    record Case(String text, List<Relabel> rules) {}

    /// A sample after its relabelling, its name among its labels.
    record Answer(Map<String, String> labels, double value) {}

    private static final List<String> LABELS = List.of("a", "b", "gpu", "Pod_name", "zone");
    private static final List<String> VALUES = List.of("", "0", "1", "10", "eu-west/1", "a;b", "gpu0", "GPU-7", "x.y", "été", "a b", "$1",
            "0.5");
    private static final List<String> EXPRESSIONS = List.of("(.*)", ".*", ".+", "a|b", "ab?", "(\\w+)-(\\w+)", "(?:gpu)(\\d+)",
            "([a-z]+)(\\d)?",
            "(?P<word>[a-zA-Z]+).*", "(.+);(.*)", "", "[^0]*", "(x)?(.*)", "(?i)gpu.*", "1", "(a|ab)(c|bcd)?(.*)", "\\d+",
            "(eu)-(west)/(.)", "(.*?)(\\d*)");
    private static final List<String> REPLACEMENTS = List.of("$1", "${1}", "$1x", "${1}x", "$2", "$9", "", "$$1", "x$", "pre-${1}-$2",
            "$word", "${word}!",
            "${", "${1", "$0", "$01", "const", "$1$2$3", "${a b}", "a$-b");
    private static final List<String> TARGETS = List.of("a", "b", "gpu", "fresh", "zone", "l_$1", "${1}", "l${2}x");
    private static final List<String> NAMES = List.of("a|b|zone", "(a|b)", "gpu|Pod_.*", "([a-z]+)", "Pod_(.*)", "zone.*", "nothing");
    private static final List<String> SEPARATORS = List.of(";", ";", "", "-", "::");

    private RelabelCases() {
    }

    static List<Case> seeded(int seed, int count) {
        Random random = new Random(seed);
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder();
            int samples = 1 + random.nextInt(4);
            for (int s = 0; s < samples; s++) {
                text.append(one(random, List.of("m_one", "m:two", "_three"))).append("{sample=\"").append(s).append('"');
                for (String label : LABELS) {
                    if (random.nextBoolean()) {
                        text.append(',').append(label).append("=\"").append(one(random, VALUES)).append('"');
                    }
                }
                text.append("} ").append(i * 10 + s).append('\n');
            }
            List<Relabel> rules = new ArrayList<>();
            int wanted = 1 + random.nextInt(3);
            while (rules.size() < wanted) {
                rules.add(rule(random));
            }
            cases.add(new Case(text.toString(), rules));
        }
        return cases;
    }

    private static <T> T one(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /// Prometheus adds the labels `job` and `instance` of its own, which no rule here may touch.
    private static Relabel rule(Random random) {
        Action action = random.nextInt(3) == 0 ? Action.REPLACE : one(random, List.of(Action.values()));
        List<String> sources = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            sources.add(one(random, List.of("a", "b", "gpu", "Pod_name", "zone", "__name__", "absent")));
        }
        String separator = one(random, SEPARATORS);
        return switch (action) {
            case REPLACE -> random.nextInt(6) == 0
                    ? new Relabel(List.of("__name__"), ";", "m.(.*)", "__name__", "renamed_${1}", 0, action)
                    : new Relabel(sources, separator, one(random, EXPRESSIONS), one(random, TARGETS), one(random, REPLACEMENTS), 0, action);
            case KEEP, DROP -> new Relabel(sources, separator, one(random, EXPRESSIONS), "", "$1", 0, action);
            case KEEPEQUAL, DROPEQUAL, LOWERCASE, UPPERCASE ->
                new Relabel(sources, action == Action.KEEPEQUAL || action == Action.DROPEQUAL ? ";" : separator, "(.*)",
                        one(random, List.of("a", "b", "fresh")), "$1", 0, action);
            case HASHMOD -> new Relabel(sources, separator, "(.*)", "shard", "$1", 1 + random.nextInt(1000), action);
            case LABELMAP -> new Relabel(List.of(), ";", one(random, List.of("([ab])", "Pod_(.*)", "(g)pu", "zon(e)")), "",
                    one(random, List.of("$1", "copy_${1}", "copy_$1x", "z_$9")), 0, action);
            case LABELDROP -> new Relabel(List.of(), ";", one(random, NAMES.subList(0, 3)), "", "$1", 0, action);
            case LABELKEEP ->
                new Relabel(List.of(), ";", "__name__|job|instance|sample|" + one(random, NAMES.subList(0, 3)), "", "$1", 0, action);
        };
    }

    /// As Prometheus's configuration names the fields.
    static Map<String, Object> configuration(Relabel rule) {
        Map<String, Object> fields = new LinkedHashMap<>();
        boolean equal = rule.action() == Action.KEEPEQUAL || rule.action() == Action.DROPEQUAL;
        if (rule.action() != Action.LABELDROP && rule.action() != Action.LABELKEEP && rule.action() != Action.LABELMAP) {
            fields.put("source_labels", rule.sourceLabels());
        }
        if (!equal && fields.containsKey("source_labels")) {
            fields.put("separator", rule.separator());
        }
        if (!equal) {
            fields.put("regex", rule.regex());
        }
        if (!rule.targetLabel().isEmpty()) {
            fields.put("target_label", rule.targetLabel());
        }
        if (rule.action() == Action.REPLACE || rule.action() == Action.LABELMAP) {
            fields.put("replacement", rule.replacement());
        }
        if (rule.modulus() > 0) {
            fields.put("modulus", rule.modulus());
        }
        fields.put("action", rule.action().name().toLowerCase(java.util.Locale.ROOT));
        return fields;
    }

    /// What ours makes of a case; of samples that end alike the first, as Prometheus keeps it.
    static List<Answer> ours(Case one) {
        List<Relabel.Compiled> rules = one.rules.stream().map(Relabel.Compiled::new).toList();
        Map<Map<String, String>, Answer> answers = new LinkedHashMap<>();
        for (ScrapedText.Scraped sample : ScrapedText.read(one.text)) {
            Map<String, String> labels = new TreeMap<>(sample.labels());
            labels.put(Relabel.NAME, sample.name());
            labels.values().removeIf(String::isEmpty);
            if (rules.stream().allMatch(rule -> rule.apply(labels))) {
                answers.putIfAbsent(labels, new Answer(labels, sample.value()));
            }
        }
        return answers.values().stream().sorted(java.util.Comparator.comparingDouble(Answer::value)).toList();
    }
}
