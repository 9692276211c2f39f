package gpudyno.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import gpudyno.model.alert.AlertRule;
import gpudyno.store.JsonFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Alert rules and receivers as YAML: lists under `rules` and `receivers`, durations in ISO form such as `PT30S`.
public final class RuleFile {
    private static final int LONGEST = 1 << 20;
    static final int MOST = 1000;
    private static final int LONGEST_REASON = 300;
    private static final ObjectMapper YAML = YAMLMapper.builder().addModule(new JavaTimeModule()).addModule(new Jdk8Module())
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS).enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    /// The contents of the file.
    public record Content(List<AlertRule> rules, List<Receiver> receivers) {
        public Content {
            rules = List.copyOf(Objects.requireNonNullElse(rules, List.of()));
            receivers = List.copyOf(Objects.requireNonNullElse(receivers, List.of()));
        }
    }

    /// A stored rule that is no longer valid, for example because an earlier version allowed longer rules.
    ///
    /// @param written its text in the file, switched off
    public record Refused(String id, JsonNode written) {}

    /// The contents of a node's own file.
    ///
    /// @param rules the rules; those whose expression is not valid are included, switched off
    /// @param refused entries that are not valid rules at all
    /// @param problems the reason for each of both kinds, by id
    public record Stored(List<AlertRule> rules, List<Receiver> receivers, List<Refused> refused, Map<String, String> problems) {
        static Stored of(List<AlertRule> rules) {
            return new Stored(rules, List.of(), List.of(), Map.of());
        }
    }

    private RuleFile() {
    }

    /// Like [#read], but an invalid rule is kept and switched off, instead of making the whole file invalid.
    ///
    /// @throws IllegalArgumentException if the text is not a list of rules, or a receiver is not valid
    static Stored stored(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("rules of " + text.length() + " characters, at most " + LONGEST + " are read");
        }
        try {
            JsonNode all = YAML.readTree(text);
            List<AlertRule> rules = new ArrayList<>();
            List<Refused> refused = new ArrayList<>();
            Map<String, String> problems = new LinkedHashMap<>();
            Set<String> ids = new HashSet<>();
            for (JsonNode one : all.path("rules")) {
                String id = shortened(one.path("id").asText("without an id"));
                try {
                    AlertRule rule = YAML.treeToValue(one, AlertRule.class);
                    if (!ids.add(id)) {
                        throw new IllegalArgumentException("it is there twice");
                    }
                    String problem = rule.on() ? refusal(rule) : "";
                    rules.add(problem.isEmpty() ? rule : rule.switched(false));
                    if (!problem.isEmpty()) {
                        problems.put(id, problem);
                    }
                } catch (IllegalArgumentException | JsonProcessingException e) {
                    refused.add(new Refused(id, one instanceof ObjectNode object ? object.deepCopy().put("on", false) : one));
                    problems.put(id, reason(e));
                }
            }
            ObjectNode rest = all instanceof ObjectNode object ? object.deepCopy() : YAML.createObjectNode();
            rest.remove("rules");
            return new Stored(List.copyOf(rules), YAML.treeToValue(rest, Content.class).receivers, List.copyOf(refused), problems);
        } catch (JsonProcessingException e) {
            throw wrong(e);
        }
    }

    /// Why a rule's expression is not valid; empty if it is valid.
    private static String refusal(AlertRule rule) {
        try {
            Judge.problem(rule, _ -> null);
            return "";
        } catch (IllegalArgumentException e) {
            return reason(e);
        }
    }

    private static String reason(Exception why) {
        String reason = why instanceof JsonProcessingException malformed
                ? JsonFault.inWords(malformed)
                : String.valueOf(why.getMessage());
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + " ...";
    }

    private static String shortened(String id) {
        return id.length() <= 64 ? id : id.substring(0, 64) + " ...";
    }

    private static IllegalArgumentException wrong(JsonProcessingException e) {
        var place = e.getLocation();
        return new IllegalArgumentException(
                "rules" + (place == null ? "" : ", line " + place.getLineNr()) + ": " + JsonFault.inWords(e), e);
    }

    /// @throws IllegalArgumentException if the text is not a list of rules, contains a rule twice, or an expression is not valid
    public static Content read(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("rules of " + text.length() + " characters, at most " + LONGEST + " are read");
        }
        Content content;
        try {
            content = YAML.readValue(text, Content.class);
        } catch (JsonProcessingException e) {
            throw wrong(e);
        }
        if (content == null || content.rules.size() > MOST) {
            throw new IllegalArgumentException("a list of at most " + MOST + " rules under 'rules' is needed");
        }
        Set<String> ids = new HashSet<>();
        for (AlertRule rule : content.rules) {
            if (!ids.add(rule.id())) {
                throw new IllegalArgumentException("rule " + rule.id() + " is there twice");
            }
            Judge.problem(rule, _ -> null);
        }
        return content;
    }

    public static String write(Content content) {
        return write(content, List.of());
    }

    /// @param refused written after the rules, unchanged
    static String write(Content content, List<Refused> refused) {
        try {
            ObjectNode all = YAML.valueToTree(content);
            refused.forEach(one -> all.withArray("rules").add(one.written));
            return YAML.writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write rules: " + e.getOriginalMessage(), e);
        }
    }

    /// The default rules of every node.
    public static List<AlertRule> defaults() {
        try (InputStream stream = RuleFile.class.getResourceAsStream("/gpudyno/watch/rules.yaml")) {
            if (stream == null) {
                throw new IllegalStateException("the default alert rules are not on the class path");
            }
            return read(new String(stream.readAllBytes(), StandardCharsets.UTF_8)).rules;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
