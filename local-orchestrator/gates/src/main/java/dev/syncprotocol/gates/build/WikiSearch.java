package dev.syncprotocol.gates.build;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.gates.JsonLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;

/**
 * The tool {@code wiki}: full-text search (BM25, titles count double) over a file of passages, rows {@code {"title",
 * "text"}}. The index lives in memory; the same file and the same query give the same passages in the same order.
 */
public final class WikiSearch implements AutoCloseable {
    private static final float TITLE_BOOST = 2;
    // Lucene refuses queries of more than 1,024 clauses; two a term.
    private static final int MOST_TERMS = 500;

    private final List<Passage> passages;
    private final Analyzer analyzer = new StandardAnalyzer();
    private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
    private final DirectoryReader reader;
    private final IndexSearcher searcher;

    private WikiSearch(List<Passage> passages) throws IOException {
        this.passages = List.copyOf(passages);
        IndexWriterConfig config = new IndexWriterConfig(analyzer).setMergePolicy(NoMergePolicy.INSTANCE);
        try (IndexWriter writer = new IndexWriter(directory, config)) {
            for (Passage passage : passages) {
                writer.addDocument(document(passage));
            }
        }
        this.reader = DirectoryReader.open(directory);
        this.searcher = new IndexSearcher(reader);
    }

    /** Opens a passages file; {@code data_invalid} for a row without title or text. The caller closes it. */
    public static WikiSearch open(Path file) throws IOException {
        List<Passage> passages = new ArrayList<>();
        for (JsonLines.Line line : JsonLines.read(file)) {
            JsonNode row = line.tree(file);
            passages.add(
                    new Passage(row.path("title").asText(), row.path("text").asText()));
        }
        return new WikiSearch(passages);
    }

    /** The best passages for these words, at most that many; none where no word is found. */
    public List<Passage> search(String words, int most) {
        try {
            BooleanQuery query = query(words);
            List<Passage> found = new ArrayList<>();
            for (ScoreDoc hit : searcher.search(query, most).scoreDocs) {
                found.add(passages.get(hit.doc));
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BooleanQuery query(String words) throws IOException {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        for (String term : terms(words)) {
            Query title = new BoostQuery(new TermQuery(new Term("title", term)), TITLE_BOOST);
            query.add(title, BooleanClause.Occur.SHOULD);
            query.add(new TermQuery(new Term("text", term)), BooleanClause.Occur.SHOULD);
        }
        return query.build();
    }

    private List<String> terms(String words) throws IOException {
        List<String> terms = new ArrayList<>();
        try (TokenStream stream = analyzer.tokenStream("text", words)) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                terms.add(term.toString());
            }
            stream.end();
        }
        return terms.stream().distinct().limit(MOST_TERMS).toList();
    }

    private static Document document(Passage passage) {
        Document document = new Document();
        document.add(new TextField("title", passage.title(), Field.Store.NO));
        document.add(new TextField("text", passage.text(), Field.Store.NO));
        return document;
    }

    @Override
    public void close() throws IOException {
        reader.close();
        directory.close();
        analyzer.close();
    }
}
