package dev.heapcrest.symbols;

import dev.heapcrest.symbols.elf.AnyElf;
import dev.heapcrest.symbols.pack.AnyPack;
import dev.heapcrest.testing.Edits;
import dev.heapcrest.testing.SectionFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Images and symbol packs that were changed by whole parts. */
final class EditedSymbols {
    private static final Path IMAGES = Path.of("testdata/captures-native/root/srv/native");
    private static final int MOST_IMAGE_BYTES = 21_000;
    /** Headers of images of 64 bits have this size, or nearly so. */
    private static final int IMAGE_PART_BYTES = 64;

    private EditedSymbols() {}

    static List<List<byte[]>> images() {
        List<byte[]> whole = new ArrayList<>(List.of(AnyElf.small()));
        try (Stream<Path> files = Files.list(IMAGES)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (Files.size(file) <= MOST_IMAGE_BYTES) {
                    whole.add(Files.readAllBytes(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return whole.stream().map(EditedSymbols::slices).toList();
    }

    private static List<byte[]> slices(byte[] image) {
        List<byte[]> slices = new ArrayList<>();
        for (int at = 0; at < image.length; at += IMAGE_PART_BYTES) {
            slices.add(Arrays.copyOfRange(image, at, Math.min(image.length, at + IMAGE_PART_BYTES)));
        }
        return slices;
    }

    static byte[] image(byte[] script, List<List<byte[]>> samples) {
        return Edits.apply(script, samples, EditedSymbols::joined);
    }

    private static byte[] joined(List<byte[]> parts) {
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        parts.forEach(image::writeBytes);
        return image.toByteArray();
    }

    static List<List<byte[]>> packs() {
        try {
            return List.of(SectionFiles.parts(AnyPack.small()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] pack(byte[] script, List<List<byte[]>> samples) {
        return Edits.apply(script, samples, SectionFiles::joined);
    }
}
