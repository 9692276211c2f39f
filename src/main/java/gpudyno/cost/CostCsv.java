package gpudyno.cost;

import gpudyno.model.cost.CostPart;
import gpudyno.model.cost.CostReport;
import gpudyno.model.cost.Spend;
import org.jspecify.annotations.Nullable;

/// A period's cost for a spreadsheet: one line for each of its parts. What is unknown is an empty cell. Serving and idle add up to what a part
/// cost; the tests' part is in serving.
public final class CostCsv {
    private static final String HEADER = "from,seconds,requests,inputTokens,outputTokens,idleSeconds,currency,servingDeviceHours,servingJoules,"
            + "servingMoney,idleDeviceHours,idleJoules,idleMoney,testsDeviceHours,testsJoules,testsMoney\n";

    private static final String KEY_HEADER = "key,requests,tokens,currency,money\n";

    private CostCsv() {
    }

    /// With a header; lines end with a line feed.
    public static String of(CostReport report) {
        StringBuilder csv = new StringBuilder(HEADER);
        for (CostPart part : report.parts()) {
            csv.append(part.from()).append(',').append(part.length().toSeconds()).append(',').append(part.requests()).append(',')
                    .append(part.tokens().input()).append(',').append(part.tokens().output()).append(',')
                    .append(part.idleTime().toSeconds()).append(',').append(report.prices().currency());
            spend(csv, part.serving());
            spend(csv, part.idle());
            spend(csv, part.tests());
            csv.append('\n');
        }
        return csv.toString();
    }

    /// The period by API key, the dearest first, with a header; empty but for it where no request carried a key.
    public static String byKey(CostReport report) {
        StringBuilder csv = new StringBuilder(KEY_HEADER);
        for (CostReport.Share share : report.keys()) {
            csv.append(quoted(share.name())).append(',').append(share.requests()).append(',').append(share.tokens()).append(',')
                    .append(report.prices().currency()).append(',').append(cell(share.money())).append('\n');
        }
        return csv.toString();
    }

    private static String quoted(String name) {
        return name.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r') ? '"' + name.replace("\"", "\"\"") + '"' : name;
    }

    private static void spend(StringBuilder csv, Spend spend) {
        csv.append(',').append(spend.deviceHours()).append(',').append(cell(spend.joules())).append(',').append(cell(spend.money()));
    }

    private static String cell(@Nullable Double value) {
        return value == null ? "" : value.toString();
    }
}
