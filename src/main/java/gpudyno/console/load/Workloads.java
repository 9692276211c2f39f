package gpudyno.console.load;

import gpudyno.console.kit.Formats;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunTarget;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Workload;

/// What requests hold and whom they ask, in a few words.
final class Workloads {
    private Workloads() {
    }

    static String words(Workload workload) {
        return workload.distinctPrompts() == 1
                ? "One prompt"
                : (workload.zipf() == 0 ? "Uniform" : "Zipf " + Formats.number(workload.zipf())) + " of "
                        + Formats.count(workload.distinctPrompts());
    }

    static String words(Run run) {
        RunTarget target = run.setup().target();
        String content = run.scenario() instanceof Scenario.Replay replay
                ? replay.trace()
                : target != null
                        && (target.api() == RunTarget.Api.HTTP || target.api() == RunTarget.Api.POST && !target.body().contains("{{"))
                                ? ""
                                : words(run.workload());
        String whom = target == null ? "" : target.api().label() + " at " + target.address().getAuthority();
        return content.isEmpty() ? whom : whom.isEmpty() ? content : whom + ", " + content;
    }
}
