import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.cn.smart.SmartChineseAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.QueryBuilder;

// Peer ANALYSER WORK DOCUMENTS NEEDS rank: prints {"need": ["document", …]}, ten of each.
// Peer ANALYSER WORK DOCUMENTS NEEDS time: prints seconds and bytes of the index, and the times of plain top-10 on one thread.
// Documents are one text of all fields, as the other peers have them; a need is any of its terms, BM25 as it comes.
public class Peer {
    static final ObjectMapper mapper = new ObjectMapper();

    static String whole(JsonNode doc) {
        final var text = new StringBuilder(doc.path("title").asText()).append(' ').append(doc.path("abstract").asText());
        for (final JsonNode word : doc.path("keywords")) text.append(' ').append(word.asText());
        return text.append(' ').append(doc.path("discipline").asText()).toString();
    }

    public static void main(String[] arguments) throws IOException {
        final Analyzer analyser = arguments[0].equals("smartcn") ? new SmartChineseAnalyzer() : new CJKAnalyzer();
        final Path folder = Path.of(arguments[1]);
        final var needs = new ArrayList<JsonNode>();
        for (final String line : Files.readAllLines(Path.of(arguments[3]))) if (!line.isBlank()) needs.add(mapper.readTree(line));
        try (var directory = new MMapDirectory(folder)) {
            final long begun = System.nanoTime();
            int count = 0;
            try (var writer = new IndexWriter(directory, new IndexWriterConfig(analyser).setOpenMode(IndexWriterConfig.OpenMode.CREATE).setRAMBufferSizeMB(256));
                 var lines = Files.newBufferedReader(Path.of(arguments[2]))) {
                for (String line; (line = lines.readLine()) != null;) {
                    final JsonNode json = mapper.readTree(line);
                    final var document = new Document();
                    document.add(new StoredField("id", json.path("id").asText()));
                    document.add(new TextField("body", whole(json), Field.Store.NO));
                    writer.addDocument(document);
                    ++count;
                }
                writer.forceMerge(1);
            }
            final double seconds = (System.nanoTime() - begun) / 1e9;
            try (var reader = DirectoryReader.open(directory)) {
                BooleanQuery.setMaxClauseCount(100_000);
                final var searcher = new IndexSearcher(reader);
                final var builder = new QueryBuilder(analyser);
                if (arguments[4].equals("rank")) {
                    final var out = new TreeMap<String, List<String>>();
                    for (final JsonNode need : needs) out.put(need.path("id").asText(), top(searcher, builder, need));
                    System.out.println(mapper.writeValueAsString(out));
                } else {
                    long size = 0;
                    for (final String file : directory.listAll()) size += directory.fileLength(file);
                    time(searcher, builder, needs, Map.of("documents", count, "seconds", seconds, "index_bytes", size));
                }
            }
        }
    }

    static List<String> top(IndexSearcher searcher, QueryBuilder builder, JsonNode need) throws IOException {
        final Query query = builder.createBooleanQuery("body", need.path("text").asText(), BooleanClause.Occur.SHOULD);
        final var found = new ArrayList<String>();
        if (query == null) return found;
        for (final var hit : searcher.search(query, 10).scoreDocs) found.add(searcher.storedFields().document(hit.doc).get("id"));
        return found;
    }

    static void time(IndexSearcher searcher, QueryBuilder builder, List<JsonNode> needs, Map<String, Object> about) throws IOException {
        for (int round = 0; round < 2; ++round) for (final JsonNode need : needs) top(searcher, builder, need);
        final double[] all = new double[4 * needs.size()];
        final long begun = System.nanoTime();
        for (int i = 0; i < all.length; ++i) {
            final long start = System.nanoTime();
            top(searcher, builder, needs.get(i % needs.size()));
            all[i] = (System.nanoTime() - start) / 1e6;
        }
        final var out = new TreeMap<String, Object>(about);
        out.put("per_second", all.length / ((System.nanoTime() - begun) / 1e9));
        Arrays.sort(all);
        out.put("p50_ms", all[all.length / 2]);
        out.put("p99_ms", all[(int) (0.99 * (all.length - 1))]);
        System.out.println(mapper.writeValueAsString(out));
    }
}
