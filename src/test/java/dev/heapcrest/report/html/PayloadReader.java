package dev.heapcrest.report.html;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;

/** Reads a payload as docs/report-format.md describes it: written from the document, not from the writer. */
public final class PayloadReader {
    private static final Pattern ELEMENT =
            Pattern.compile("<script type=\"application/octet-stream\" class=\"payload\">([^<]*)</script>");

    public final JsonObject metadata;
    public final String[] strings;
    public final int[] fileNames;
    public final int[] fileModules;
    public final int[] fileKinds;
    public final int[] functions;
    public final int[] files;
    public final int[] lines;
    public final int[] sources;
    public final int[] flags;
    public final int[] depths;
    public final int[] parents;
    public final int[] nodeFrames;
    public final int[] ownNodes;
    public final int[] ownThreads;
    public final int[] ownAllocators;
    /** Bytes and counts by section id 8, 9, 10. */
    public final Map<Integer, long[][]> metrics = new HashMap<>();

    public final long[] threadIds;
    public final int[] threadNames;
    public final long[] times;
    public final long[] resident;
    public final long[] heap;
    /** Records, mark, bytes at the mark and at the end, time of the end, by bucket; empty where there are none. */
    public final long[][] buckets = new long[5][0];
    /** Own value, born, died (-1 = never), count, bytes, by lifetime. */
    public final long[][] lifetimes = new long[5][0];

    /** Names of the captures that have the most of some node of a sum; empty in other reports. */
    public String[] captureNames = {};
    /** Captures that have each node of a sum; empty in other reports. */
    public long[] captures = {};
    /** Bytes of the capture that has the most of each node, and which that is: of peak and leaks. */
    public final long[][] largest = new long[2][0];

    public final int[][] owners = new int[2][0];

    private record Section(int count, ByteBuffer bytes) {}

    /** From a whole page. */
    public static PayloadReader ofPage(String html) {
        StringBuilder base64 = new StringBuilder();
        Matcher matcher = ELEMENT.matcher(html);
        while (matcher.find()) {
            base64.append(matcher.group(1).strip());
        }
        try (GZIPInputStream gzip =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(base64.toString())))) {
            return new PayloadReader(gzip.readAllBytes());
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }

    public PayloadReader(byte[] payload) {
        Map<Integer, Section> sections = sections(payload);
        metadata = JsonParser.parseString(
                        StandardCharsets.UTF_8.decode(sections.get(1).bytes).toString())
                .getAsJsonObject();
        strings = strings(sections.get(2));

        Section section = sections.get(3);
        fileNames = sums(ints(section));
        fileModules = ints(section);
        fileKinds = ints(section);
        end(section);

        section = sections.get(4);
        functions = ints(section);
        files = ints(section);
        lines = new int[section.count];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = (int) zigzag(section.bytes);
        }
        sources = ints(section);
        flags = ints(section);
        end(section);

        section = sections.get(5);
        depths = new int[section.count];
        parents = new int[section.count];
        parents[0] = -1;
        for (int node = 1; node < depths.length; node++) {
            depths[node] = depths[node - 1] + 1 - (int) leb(section.bytes);
            int parent = node - 1;
            while (depths[parent] >= depths[node]) {
                parent = parents[parent];
            }
            parents[node] = parent;
        }
        end(section);
        nodeFrames = nodeFrames(sections.get(6));

        section = sections.get(7);
        ownNodes = sums(ints(section));
        ownThreads = ints(section);
        ownAllocators = ints(section);
        end(section);
        long[][] first = null;
        for (int id = 8; id <= 10; id++) {
            section = sections.get(id);
            if (section != null) {
                long[][] columns = {longs(section), longs(section)};
                end(section);
                restore(columns[0], first == null ? null : first[0]);
                restore(columns[1], first == null ? null : first[1]);
                first = first == null ? columns : first;
                metrics.put(id, columns);
            }
        }

        section = sections.get(11);
        threadIds = longs(section);
        threadNames = ints(section);
        end(section);

        section = sections.get(12);
        times = steps(steps(section));
        resident = steps(section);
        heap = steps(section);
        end(section);
        if (sections.containsKey(13)) {
            readBuckets(sections.get(13));
            readLifetimes(sections.get(14));
        }
        if (sections.containsKey(17)) {
            readExtremes(sections.get(17), sections.get(18));
        }
    }

    private void readExtremes(Section names, Section section) {
        captureNames = new String[names.count];
        for (int i = 0; i < captureNames.length; i++) {
            captureNames[i] = strings[(int) leb(names.bytes)];
        }
        end(names);
        captures = longs(section);
        for (int view = 0; view < 2; view++) {
            long[] totals = totals(8 + view);
            largest[view] = new long[section.count];
            for (int node = 0; node < section.count; node++) {
                largest[view][node] = totals[node] - zigzag(section.bytes);
            }
            owners[view] = new int[section.count];
            for (int node = 0; node < section.count; node++) {
                int owner = (int) leb(section.bytes);
                int above = node == 0 ? 0 : owners[view][parents[node]];
                owners[view][node] = owner == 0 ? above : owner - 1;
            }
        }
        end(section);
    }

    private long[] totals(int section) {
        long[] totals = new long[depths.length];
        for (int own = 0; own < ownNodes.length; own++) {
            totals[ownNodes[own]] += metrics.get(section)[0][own];
        }
        for (int node = totals.length - 1; node > 0; node--) {
            totals[parents[node]] += totals[node];
        }
        return totals;
    }

    private void readBuckets(Section section) {
        long[] records = longs(section);
        long[] marks = longs(section);
        long first = 0;
        for (int k = 0; k < marks.length; k++) {
            marks[k] += first - 1;
            first += records[k];
        }
        long[] markBytes = new long[section.count];
        long[] endBytes = new long[section.count];
        for (int k = 0; k < markBytes.length; k++) {
            markBytes[k] = zigzag(section.bytes);
        }
        long end = 0;
        for (int k = 0; k < endBytes.length; k++) {
            markBytes[k] += end;
            endBytes[k] = markBytes[k] + zigzag(section.bytes);
            end = endBytes[k];
        }
        long[] ends = steps(steps(section));
        end(section);
        System.arraycopy(new long[][] {records, marks, markBytes, endBytes, ends}, 0, buckets, 0, 5);
    }

    private void readLifetimes(Section section) {
        long[] owns = new long[section.count];
        int at = 0;
        for (int own = 0; own < ownNodes.length; own++) {
            for (long left = leb(section.bytes); left > 0; left--) {
                owns[at++] = own;
            }
        }
        long[] born = longs(section);
        long[] died = longs(section);
        for (int i = 0; i < born.length; i++) {
            born[i] += i > 0 && owns[i] == owns[i - 1] ? born[i - 1] : 0;
            died[i] = died[i] == 0 ? -1 : born[i] + died[i];
        }
        long[] counts = new long[section.count];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = zigzag(section.bytes);
        }
        long[] bytes = longs(section);
        end(section);
        System.arraycopy(new long[][] {owns, born, died, counts, bytes}, 0, lifetimes, 0, 5);
    }

    public String function(int node) {
        return strings[functions[nodeFrames[node]]];
    }

    public String file(int node) {
        return strings[fileNames[files[nodeFrames[node]]]];
    }

    public int line(int node) {
        return lines[nodeFrames[node]];
    }

    private int[] nodeFrames(Section section) {
        int[] calleeCounts = new int[functions.length];
        for (int frame = 0; frame < calleeCounts.length; frame++) {
            calleeCounts[frame] = (int) leb(section.bytes);
        }
        int[] positions = new int[section.count];
        for (int node = 1; node < positions.length; node++) {
            positions[node] = (int) leb(section.bytes);
        }
        List<List<Integer>> callees = new ArrayList<>();
        for (int i = 0; i < calleeCounts.length; i++) {
            callees.add(new ArrayList<>());
        }
        int[] frames = new int[section.count];
        for (int node = 1; node < frames.length; node++) {
            List<Integer> known = callees.get(frames[parents[node]]);
            if (positions[node] == 0) {
                known.add((int) leb(section.bytes));
                frames[node] = known.get(known.size() - 1);
            } else {
                frames[node] = known.get(positions[node] - 1);
            }
        }
        for (int i = 0; i < calleeCounts.length; i++) {
            if (callees.get(i).size() != calleeCounts[i]) {
                throw new IllegalStateException("callees of frame " + i);
            }
        }
        end(section);
        return frames;
    }

    /** Zigzag in the first view; in others 0 stands for the same figure as there, else one more than the zigzag. */
    private static void restore(long[] values, long[] first) {
        for (int i = 0; i < values.length; i++) {
            values[i] = first == null ? signed(values[i]) : values[i] == 0 ? first[i] : signed(values[i] - 1);
        }
    }

    private static long signed(long zigzag) {
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }

    private static Map<Integer, Section> sections(byte[] payload) {
        ByteBuffer bytes = ByteBuffer.wrap(payload);
        byte[] magic = new byte[8];
        bytes.get(magic);
        if (!new String(magic, StandardCharsets.US_ASCII).equals("HCREPORT") || leb(bytes) != 2) {
            throw new IllegalStateException("magic or version");
        }
        Map<Integer, Section> sections = new HashMap<>();
        int before = 0;
        while (true) {
            int id = (int) leb(bytes);
            int count = (int) leb(bytes);
            int length = (int) leb(bytes);
            if (id <= before) {
                throw new IllegalStateException("section " + id + " after " + before);
            }
            before = id;
            if (id == 127) {
                CRC32 crc = new CRC32();
                crc.update(payload, 0, bytes.position());
                int written = bytes.slice().order(ByteOrder.LITTLE_ENDIAN).getInt();
                if (length != 4 || bytes.remaining() != 4 || written != (int) crc.getValue()) {
                    throw new IllegalStateException("end section");
                }
                return sections;
            }
            sections.put(id, new Section(count, bytes.slice(bytes.position(), length)));
            bytes.position(bytes.position() + length);
        }
    }

    private static String[] strings(Section section) {
        int[] prefixes = ints(section);
        int[] lengths = ints(section);
        String text = StandardCharsets.UTF_8.decode(section.bytes).toString();
        String[] strings = new String[section.count];
        int position = 0;
        for (int i = 0; i < strings.length; i++) {
            String prefix = prefixes[i] == 0 ? "" : strings[i - 1].substring(0, prefixes[i]);
            strings[i] = prefix + text.substring(position, position + lengths[i]);
            position += lengths[i];
        }
        if (position != text.length()) {
            throw new IllegalStateException("text of the strings");
        }
        return strings;
    }

    private static void end(Section section) {
        if (section.bytes.hasRemaining()) {
            throw new IllegalStateException(section.bytes.remaining() + " bytes left in a section");
        }
    }

    private static long leb(ByteBuffer bytes) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte octet = bytes.get();
            value |= (long) (octet & 0x7F) << shift;
            if (octet >= 0) {
                return value;
            }
        }
    }

    private static long zigzag(ByteBuffer bytes) {
        long value = leb(bytes);
        return (value & 1) == 0 ? value >>> 1 : -(value >>> 1) - 1;
    }

    private static int[] ints(Section section) {
        int[] values = new int[section.count];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.toIntExact(leb(section.bytes));
        }
        return values;
    }

    private static long[] longs(Section section) {
        long[] values = new long[section.count];
        for (int i = 0; i < values.length; i++) {
            values[i] = leb(section.bytes);
        }
        return values;
    }

    private static int[] sums(int[] steps) {
        int[] sums = steps.clone();
        for (int i = 1; i < sums.length; i++) {
            sums[i] += sums[i - 1];
        }
        return sums;
    }

    private static long[] steps(Section section) {
        long[] values = new long[section.count];
        for (int i = 0; i < values.length; i++) {
            values[i] = zigzag(section.bytes);
        }
        return steps(values);
    }

    private static long[] steps(long[] steps) {
        long[] sums = steps.clone();
        for (int i = 1; i < sums.length; i++) {
            sums[i] += sums[i - 1];
        }
        return sums;
    }
}
