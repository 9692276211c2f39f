package gpudyno.cli;

import gpudyno.gpu.GpuFindings;
import gpudyno.gpu.GpuSettings;
import gpudyno.gpu.compute.ComputeFindings;
import gpudyno.machine.Doctor;
import gpudyno.machine.Doctor.Place;
import gpudyno.model.machine.Finding;
import gpudyno.model.machine.Finding.State;
import gpudyno.model.machine.Machine;
import gpudyno.serve.backend.BackendUnavailableException;
import gpudyno.serve.backend.EmbeddingModel;
import gpudyno.store.DataFolder;
import gpudyno.store.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "doctor", description = "Report what this machine has: GPU driver, CUDA, OpenCL, display, model servers, Redis, model.", mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    @Option(names = "--bundle", paramLabel = "FILE", description = "Also write a zip file for a bug report: this report, the settings and the last events, without tokens, passwords and names of hosts and users.")
    private @Nullable Path bundle;

    @Override
    public Integer call() throws SetupException, InterruptedException {
        Path data = DataFolder.platformDefault();
        GpuSettings gpus = ConfigFile.in(ConfigFolder.platformDefault()).gpus();
        Machine looked = new Doctor(new Place(data, NodeProcess.PORT, false, () -> GpuFindings.of(gpus), DoctorCommand::model)).look();
        List<Finding> findings = withCompute(looked.findings());
        findings.add(display());
        Machine machine = new Machine(findings, looked.servers(), looked.took());
        if (json) {
            System.out.println(Json.pretty(machine));
        } else {
            findings.forEach(finding -> System.out.println(line(finding)));
        }
        if (bundle != null) {
            try {
                System.err.println("Wrote " + Diagnostics.write(bundle, machine, data, ConfigFolder.platformDefault()));
            } catch (IOException e) {
                throw new SetupException(bundle + " cannot be written: " + e.getMessage(), e);
            }
        }
        return Exit.FINISHED;
    }

    /// Devices that compute stand where the libraries stood that were looked for.
    private static List<Finding> withCompute(List<Finding> looked) {
        List<Finding> compute = ComputeFindings.look();
        Set<String> subjects = compute.stream().map(Finding::subject).collect(Collectors.toSet());
        List<Finding> all = new ArrayList<>(looked);
        all.removeIf(finding -> subjects.contains(finding.subject()));
        all.addAll(compute);
        return all;
    }

    static String line(Finding finding) {
        String mark = finding.state() == State.READY ? "+" : finding.state() == State.LIMITED ? "!" : "-";
        return String.format(Locale.ROOT, "%s %-14s %s%s", mark, finding.subject(), finding.found(),
                finding.meaning().isEmpty() ? "" : " (" + finding.meaning() + ")");
    }

    private static Finding display() {
        return Display.isThere()
                ? Display.fault().map(why -> Finding.limited("Display", "cannot be used", why))
                        .orElse(Finding.ready("Display", "there", "the console opens"))
                : Finding.absent("Display", "none", "the console needs one; " + Display.WITHOUT);
    }

    private static Finding model() {
        try (EmbeddingModel model = new EmbeddingModel(ConfigFile.in(ConfigFolder.platformDefault()).model(),
                DataFolder.platformDefault().resolve("native"))) {
            return Finding.ready("Model", model.card().name() + " loads",
                    model.card().dimensions() + " dimensions, up to " + model.card().maxTokens() + " tokens");
        } catch (BackendUnavailableException | SetupException e) {
            return Finding.limited("Model", "cannot be served", String.valueOf(e.getMessage()));
        }
    }
}
