package gpudyno.cli;

import gpudyno.model.alert.AlertRule;
import gpudyno.model.alert.RuleStatus;
import gpudyno.model.meter.Meters;
import gpudyno.model.net.Pairing;
import gpudyno.model.target.Profiles;
import gpudyno.node.Node;
import gpudyno.node.NodeUnreachableException;
import gpudyno.report.GrafanaExport;
import gpudyno.report.PrometheusExport;
import gpudyno.store.DataFolder;
import gpudyno.store.Json;
import gpudyno.watch.RuleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gpudyno export`: files for other programs that monitor the same node. They are written as JSON, which Prometheus accepts because JSON
/// is a part of YAML.
@Command(name = "export", description = "Write configuration and alert rules for a Prometheus that scrapes nodes, or a Grafana dashboard that shows its data.", mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    private static final String RULES = "alerts.yaml";
    private static final Pattern NODE = Pattern.compile("([\\w.-]{1,253}|\\[[0-9a-fA-F:]{2,39}]):\\d{1,5}");

    @Spec
    private CommandSpec spec;
    @Parameters(index = "0", paramLabel = "prometheus|grafana", description = "prometheus: a configuration and the alert rules; grafana: a dashboard to import")
    private String kind = "";
    @Parameters(index = "1", paramLabel = "DIR", description = "the folder to write to; files of an earlier export are replaced")
    private Path folder = Path.of(".");
    @Option(names = "--rules", paramLabel = "F", description = "a node's alerts.yaml (default: the one of this machine's node, or the built-in rules if it has none)")
    private @Nullable Path rules;
    @Option(names = "--node", paramLabel = "H:P", description = "a node to scrape; may be repeated (default: 127.0.0.1:7070). Named by its whole address such as https://box:7070, by its pairing line, or by @ and the name of a file that holds the line, it is attached, and its alert rules are exported")
    private List<String> nodes = List.of("127.0.0.1:7070");
    @Option(names = "--token-file", paramLabel = "F", description = "the file with the token of the node whose rules are exported; without it, the token of the attached node")
    private @Nullable Path tokenFile;
    @Option(names = "--targets", paramLabel = "ID", description = "the profile whose targets the dashboard marks (default: ${DEFAULT-VALUE})")
    private String targets = "option-2";

    @Override
    public Integer call() throws IOException, SetupException {
        switch (kind) {
            case "prometheus" -> prometheus();
            case "grafana" ->
                write("gpudyno-dashboard.json", Json.pretty(GrafanaExport.dashboard(Profiles.byId(targets), Meters.builtIn())));
            default -> throw new IllegalArgumentException("'" + kind + "' cannot be exported for; it is prometheus or grafana");
        }
        return Exit.FINISHED;
    }

    private void prometheus() throws IOException, SetupException {
        List<String> scraped = new ArrayList<>();
        List<AlertRule> attached = null;
        for (String given : nodes) {
            String node = given;
            if (given.startsWith("@") || given.contains("://")) {
                if (attached != null || rules != null) {
                    throw new SetupException("the rules of one node are exported, or those of --rules");
                }
                Pairing pairing = NodeAccess.withToken(NodeAccess.read("--node", given), tokenFile);
                attached = rules(pairing);
                node = pairing.address().getAuthority();
                if ("https".equals(pairing.address().getScheme())) {
                    spec.commandLine().getErr().println("gpudyno: " + node + " is reached by https: give its job scheme and tls_config");
                }
            }
            if (!NODE.matcher(node).matches()) {
                throw new IllegalArgumentException("--node '" + node + "': a host and a port are needed, such as 127.0.0.1:7070");
            }
            scraped.add(node);
        }
        PrometheusExport.Rules exported = PrometheusExport.rules(attached != null ? attached : rules(), Meters.builtIn());
        write("gpudyno-rules.yml", Json.pretty(exported.document()));
        write("prometheus.yml", Json.pretty(PrometheusExport.configuration(scraped, "gpudyno-rules.yml")));
        exported.left().forEach(line -> spec.commandLine().getErr().println("gpudyno: left out, rule " + line));
    }

    private static List<AlertRule> rules(Pairing pairing) throws SetupException {
        try (Node node = NodeAccess.reach(pairing)) {
            return node.alerting().board().rules().stream().map(RuleStatus::rule).toList();
        } catch (NodeUnreachableException e) {
            throw new SetupException(String.valueOf(e.getMessage()), e);
        }
    }

    private List<AlertRule> rules() throws IOException {
        Path file = rules != null ? rules : DataFolder.platformDefault().resolve(RULES);
        if (rules == null && !Files.exists(file)) {
            return RuleFile.defaults();
        }
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IllegalArgumentException("--rules: " + file + " cannot be read");
        }
        return RuleFile.read(Files.readString(file)).rules();
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(folder);
        Path file = Files.writeString(folder.resolve(name), text + "\n");
        spec.commandLine().getOut().println("wrote " + file);
        spec.commandLine().getOut().flush();
    }
}
