import com.gs.dmn.runtime.ExecutionContextBuilder;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.kie.dmn.api.core.DMNContext;
import org.kie.dmn.api.core.DMNModel;
import org.kie.dmn.api.core.DMNResult;
import org.kie.dmn.api.core.DMNRuntime;
import org.kie.dmn.core.internal.utils.DMNRuntimeBuilder;
import org.kie.internal.io.ResourceFactory;

// Drools and jDMN (translated to Java) on the models of dmn_bench, written to the folder that is the argument. Evaluations per second of
// wall time and of this thread's processor time; the just-in-time compiler is warm.
public class Peers {
    static final int ROWS = 1000;

    static void measure(String label, IntConsumer run) {
        final var threads = ManagementFactory.getThreadMXBean();
        int count = 0;
        for (long end = System.nanoTime() + 1_500_000_000L; System.nanoTime() < end;) run.accept(count++ % ROWS);
        final long wall = System.nanoTime(), processor = threads.getCurrentThreadCpuTime();
        int measured = 0;
        do {
            for (int i = 0; i < 16; ++i) run.accept(measured++ % ROWS);
        } while (System.nanoTime() - wall < 1_500_000_000L);
        System.out.printf("%-40s %9.0f /s   %9.0f per second of processor time%n", label, measured * 1e9 / (System.nanoTime() - wall),
            measured * 1e9 / (threads.getCurrentThreadCpuTime() - processor));
    }

    static BigDecimal number(double value) { return BigDecimal.valueOf(value); }

    static Map<String, Object> points(int i) {
        final var row = new TreeMap<String, Object>();
        for (int t = 1; t <= 18; ++t) row.put("x" + t, number(((i * 7919 + t * 104729) % 1100) / 10.0));
        return row;
    }

    static Map<String, Object> rules(int i, int rules) {
        final int r = (i * 7919) % rules;
        return new TreeMap<>(Map.of("a", number(r * 10 + i % 10), "b", number(i % 100), "c", number((i * 31) % 1500), "d", "k" + i % 7));
    }

    static Map<String, Object> lending() {
        return Map.of(
            "ApplicantData", Map.of("Monthly", Map.of("Income", number(6000), "Expenses", number(2000), "Repayments", number(0)), "Age", number(35),
                "ExistingCustomer", true, "MaritalStatus", "M", "EmploymentStatus", "EMPLOYED"),
            "RequestedProduct", Map.of("ProductType", "STANDARD LOAN", "Amount", number(350000), "Rate", number(0.0395), "Term", number(360)),
            "BureauData", Map.of("CreditScore", number(649), "Bankrupt", false), "SupportingDocuments", "YES");
    }

    static void drools(String folder, String label, String file, List<Map<String, Object>> rows, String... decisions) {
        final DMNRuntime runtime = DMNRuntimeBuilder.fromDefaults().buildConfiguration()
            .fromResources(List.of(ResourceFactory.newFileResource(new File(folder, file)))).getOrElseThrow(RuntimeException::new);
        final DMNModel model = runtime.getModels().get(0);
        final IntConsumer run = i -> {
            final DMNContext context = runtime.newContext();
            rows.get(i % rows.size()).forEach(context::set);
            final DMNResult result = decisions.length == 0 ? runtime.evaluateAll(model, context) : runtime.evaluateByName(model, context, decisions);
            if (result.hasErrors()) throw new IllegalStateException(result.getMessages().toString());
        };
        measure("Drools, " + label, run);
    }

    static void jdmn(String label, List<Object[]> rows, List<com.gs.dmn.runtime.LambdaExpression<?>> decisions) {
        measure("jDMN as Java, " + label, i -> {
            for (final var decision : decisions) decision.apply(rows.get(i % rows.size()));
        });
    }

    static List<Object[]> arguments(List<Map<String, Object>> rows) {
        final var context = ExecutionContextBuilder.executionContext().build();
        final var made = new ArrayList<Object[]>();
        for (final var row : rows) {
            final var values = new ArrayList<>(row.values());
            values.add(context);
            made.add(values.toArray());
        }
        return made;
    }

    // Lending.java is compiled only where the kit lies beside the tree.
    static void jdmnLending() throws ReflectiveOperationException {
        Class.forName("Lending").getMethod("run").invoke(null);
    }

    public static void main(String[] arguments) throws ReflectiveOperationException {
        final String folder = arguments[0];
        final var points = IntStream.range(0, ROWS).mapToObj(Peers::points).toList();
        jdmn("(a) points", arguments(points), List.of(new jdmn.points.Total().lambda));
        drools(folder, "(a) points", "points.dmn", points, "total");
        if (new File(folder, "lending.dmn").exists()) {
            jdmnLending();
            drools(folder, "(b) lending, all decisions", "lending.dmn", List.of(lending()));
            drools(folder, "(b) lending, Strategy+Routing", "lending.dmn", List.of(lending()), "Strategy", "Routing");
        }
        for (final int count : new int[] {10, 1000}) {
            final var rows = IntStream.range(0, ROWS).mapToObj(i -> rules(i, count)).toList();
            drools(folder, "(c) " + count + " rules", "rules-" + count + ".dmn", rows, "r");
            jdmn("(c) " + count + " rules", arguments(rows), List.of(count == 10 ? new jdmn.rules10.R().lambda : new jdmn.rules1000.R().lambda));
        }
    }
}
