package dev.preflight.report;

import java.io.IOException;
import java.io.Writer;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes the XML that CI systems read as JUnit's: elements and attributes of {@code junit-10.xsd} of Jenkins' xunit plugin
 * alone. The JDK's writer escapes, and what XML cannot hold is taken out.
 */
public final class JUnitXml {

    /** How a test case ended. */
    public enum Kind {
        /** Passed, with nothing to read. */
        PASSED("", ""),
        /** Passed, with something to read. */
        OUTPUT("system-out", ""),
        FAILURE("failure", "failures"),
        /** Could not be tried. */
        ERROR("error", "errors"),
        /** Not tried. */
        SKIPPED("skipped", "skipped");

        private final String element;
        private final String counter;

        Kind(String element, String counter) {
            this.element = element;
            this.counter = counter;
        }
    }

    /**
     * One test case.
     *
     * @param type what kind of failure or error; empty for the others
     * @param message one line; of no meaning for {@link Kind#PASSED} and {@link Kind#OUTPUT}
     * @param body the rest
     */
    public record Case(String className, String name, Kind kind, String type, String message, String body) {}

    /** The test cases of one host; of those with one class and name, all but the first are numbered. */
    public record Suite(String name, Optional<String> hostname, String timestamp, String seconds, List<Case> cases) {
        /** An unmodifiable list. */
        public Suite {
            Set<List<String>> taken = new HashSet<>();
            cases = cases.stream().map(one -> named(one, taken)).toList();
        }
    }

    /** The same case under a name that none of its class has yet: of a long name, its first characters alone are shown. */
    private static Case named(Case one, Set<List<String>> taken) {
        String className = CleanText.of(one.className());
        String name = CleanText.of(one.name());
        String free = name;
        for (int n = 2; !taken.add(List.of(className, free)); n++) {
            free = name + " #" + n;
        }
        return new Case(className, free, one.kind(), one.type(), one.message(), one.body());
    }

    private final XMLStreamWriter xml;

    private JUnitXml(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /**
     * Writes a document; flushes and closes nothing.
     *
     * @param suites are asked for twice, because their counts are at the beginning
     */
    public static void document(String name, String seconds, List<Supplier<Suite>> suites, Writer to)
            throws IOException {
        try {
            XMLStreamWriter writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(to);
            new JUnitXml(writer).write(name, seconds, suites);
            writer.close();
        } catch (XMLStreamException e) {
            throw e.getNestedException() instanceof IOException why ? why : new IOException(e);
        }
        to.write('\n');
    }

    private void write(String name, String seconds, List<Supplier<Suite>> suites) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        newLine(0);
        xml.writeStartElement("testsuites");
        attribute("name", name);
        Map<Kind, Integer> all = new EnumMap<>(Kind.class);
        suites.forEach(suite -> count(suite.get(), all));
        // The schema has no count of skipped cases here.
        counts(all, Kind.FAILURE, Kind.ERROR);
        attribute("time", seconds);
        for (Supplier<Suite> suite : suites) {
            newLine(1);
            write(suite.get());
        }
        newLine(0);
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void write(Suite suite) throws XMLStreamException {
        xml.writeStartElement("testsuite");
        attribute("name", suite.name());
        if (suite.hostname().isPresent()) {
            attribute("hostname", suite.hostname().get());
        }
        Map<Kind, Integer> its = new EnumMap<>(Kind.class);
        count(suite, its);
        counts(its, Kind.FAILURE, Kind.ERROR, Kind.SKIPPED);
        attribute("time", suite.seconds());
        attribute("timestamp", suite.timestamp());
        for (Case one : suite.cases()) {
            newLine(2);
            write(one);
        }
        newLine(1);
        xml.writeEndElement();
    }

    private void write(Case one) throws XMLStreamException {
        if (one.kind() == Kind.PASSED) {
            xml.writeEmptyElement("testcase");
            identity(one);
            return;
        }
        xml.writeStartElement("testcase");
        identity(one);
        newLine(3);
        xml.writeStartElement(one.kind().element);
        if (one.kind() != Kind.OUTPUT) {
            attribute("message", one.message());
        }
        if (!one.type().isEmpty() && one.kind() != Kind.OUTPUT) {
            attribute("type", one.type());
        }
        if (!one.body().isEmpty()) {
            xml.writeCharacters(legal(one.body()));
        }
        xml.writeEndElement();
        newLine(2);
        xml.writeEndElement();
    }

    private void identity(Case one) throws XMLStreamException {
        // Both are clean, and may be longer than what is shown of a text.
        xml.writeAttribute("classname", one.className());
        xml.writeAttribute("name", one.name());
        // What a single check took is not known: all of a host's checks are one script.
        attribute("time", "0.000");
    }

    private static void count(Suite suite, Map<Kind, Integer> counts) {
        suite.cases().forEach(one -> counts.merge(one.kind(), 1, Integer::sum));
    }

    private void counts(Map<Kind, Integer> counts, Kind... counted) throws XMLStreamException {
        int tests = counts.values().stream().mapToInt(Integer::intValue).sum();
        attribute("tests", Integer.toString(tests));
        for (Kind kind : counted) {
            attribute(kind.counter, Integer.toString(counts.getOrDefault(kind, 0)));
        }
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, CleanText.of(value));
    }

    private void newLine(int depth) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
    }

    /** Without the characters that XML 1.0 (section 2.2) cannot hold, escaped or not. */
    static String legal(String text) {
        StringBuilder legal = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> c == '\t'
                        || c == '\n'
                        || c == '\r'
                        || (c >= 0x20 && c <= 0xd7ff)
                        || (c >= 0xe000 && c <= 0xfffd)
                        || c >= 0x10000)
                .forEach(legal::appendCodePoint);
        return legal.toString();
    }
}
