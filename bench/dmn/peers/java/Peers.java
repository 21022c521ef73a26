import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.gs.dmn.runtime.ExecutionContextBuilder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.kie.dmn.api.core.DMNContext;
import org.kie.dmn.api.core.DMNModel;
import org.kie.dmn.api.core.DMNResult;
import org.kie.dmn.api.core.DMNRuntime;
import org.kie.dmn.core.internal.utils.DMNRuntimeBuilder;
import org.kie.internal.io.ResourceFactory;

// Drools and jDMN (translated to Java) on what `dmn_bench write` wrote into the folder that is the argument. Prints engine, case, rows per
// second of wall time and of this thread's processor time, answers that agree and rows asked, tab-separated; the just-in-time compiler is warm.
public class Peers {
    static String folder;

    static void measure(String engine, String name, String what, IntConsumer run, long agree, int asked) {
        final var threads = ManagementFactory.getThreadMXBean();
        int count = 0;
        for (long end = System.nanoTime() + 2_000_000_000L; System.nanoTime() < end;) run.accept(count++);
        final long wall = System.nanoTime(), processor = threads.getCurrentThreadCpuTime();
        int measured = 0;
        do {
            for (int i = 0; i < 16; ++i) run.accept(measured++);
        } while (System.nanoTime() - wall < 1_500_000_000L);
        System.out.printf("%s\t%s\t%s\t%.0f\t%.0f\t%d\t%d%n", engine, name, what, measured * 1e9 / (System.nanoTime() - wall),
            measured * 1e9 / (threads.getCurrentThreadCpuTime() - processor), agree, asked);
    }

    // A JSON object with every number as the decimal it is.
    static Object plain(JsonNode node) {
        if (node.isNumber()) return node.decimalValue();
        if (node.isBoolean()) return node.booleanValue();
        if (node.isNull()) return null;
        if (node.isTextual()) return node.textValue();
        final var made = new TreeMap<String, Object>();
        node.fields().forEachRemaining(entry -> made.put(entry.getKey(), plain(entry.getValue())));
        return made;
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> lines(String name) {
        final var mapper = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
        final var all = new ArrayList<Map<String, Object>>();
        try {
            for (final String line : Files.readAllLines(Path.of(folder, name))) all.add((Map<String, Object>) plain(mapper.readTree(line)));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        return all;
    }

    static BigDecimal number(double value) { return BigDecimal.valueOf(value); }

    static boolean same(Object found, Object expected) {
        if (found instanceof Number && expected instanceof Number)
            return new BigDecimal(found.toString()).compareTo(new BigDecimal(expected.toString())) == 0;
        return found == null ? expected == null : found.equals(expected);
    }

    static long agreeing(String name, IntFunction<Map<String, Object>> answer) {
        final var answers = lines(name + ".answers");
        return IntStream.range(0, answers.size()).filter(i -> {
            final var found = answer.apply(i);
            return answers.get(i).entrySet().stream().allMatch(entry -> same(found.get(entry.getKey()), entry.getValue()));
        }).count();
    }

    static void drools(String name, String... decisions) {
        final var rows = lines(name + ".rows");
        final DMNRuntime runtime = DMNRuntimeBuilder.fromDefaults().buildConfiguration()
            .fromResources(List.of(ResourceFactory.newFileResource(new File(folder, name + ".dmn")))).getOrElseThrow(RuntimeException::new);
        final DMNModel model = runtime.getModels().get(0);
        final IntFunction<Map<String, Object>> run = i -> {
            final DMNContext context = runtime.newContext();
            rows.get(i % rows.size()).forEach(context::set);
            final DMNResult result = runtime.evaluateByName(model, context, decisions);
            if (result.hasErrors()) throw new IllegalStateException(result.getMessages().toString());
            final var found = new TreeMap<String, Object>();
            for (final var one : result.getDecisionResults()) found.put(one.getDecisionName(), one.getResult());
            return found;
        };
        measure("Drools", name, "row", run::apply, agreeing(name, run), rows.size());
    }

    static void jdmn(String name, String decision, com.gs.dmn.runtime.LambdaExpression<?> lambda) {
        final var rows = lines(name + ".rows");
        final var context = ExecutionContextBuilder.executionContext().build();
        final var arguments = rows.stream().map(row -> {
            final var values = new ArrayList<>(row.values());
            values.add(context);
            return values.toArray();
        }).toList();
        final IntFunction<Object> run = i -> lambda.apply(arguments.get(i % arguments.size()));
        final long agree = agreeing(name, i -> {
            final var found = new TreeMap<String, Object>();
            found.put(decision, run.apply(i));
            return found;
        });
        measure("jDMN", name, "row", run::apply, agree, rows.size());
    }

    // Lending.java is compiled only where the kit lies beside the tree.
    static void jdmnLending() throws ReflectiveOperationException {
        Class.forName("Lending").getMethod("run").invoke(null);
    }

    public static void main(String[] arguments) throws ReflectiveOperationException {
        folder = arguments[0];
        jdmn("points", "total", new jdmn.points.Total().lambda);
        drools("points", "total");
        if (new File(folder, "lending.dmn").exists()) {
            jdmnLending();
            drools("lending", "Strategy", "Routing");
        }
        jdmn("rules-10", "r", new jdmn.rules10.R().lambda);
        drools("rules-10", "r");
        jdmn("rules-1000", "r", new jdmn.rules1000.R().lambda);
        drools("rules-1000", "r");
    }
}
