package dev.heapcrest.symbols;

import dev.heapcrest.symbols.elf.ElfFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files of images. A capture has no build ids, but the addresses and sizes of all segments, which differ between
 * builds: a file with others is never used.
 */
final class ImageSearch {
    private static final String DELETED = " (deleted)";

    private final SymbolSettings settings;
    private final DebugFileSearch debugFiles;

    ImageSearch(SymbolSettings settings) {
        this.settings = settings;
        this.debugFiles = new DebugFileSearch(settings);
    }

    /** The first file with these segments, and its debug file; or why there is none. */
    FoundImage find(Image image) {
        FoundImage refused = FoundImage.without(image, ImageState.NOT_FOUND, null);
        List<Path> places = places(image);
        for (Path file : places) {
            if (!Files.exists(file) || Files.isDirectory(file)) {
                continue;
            }
            try (ElfFile elf = ElfFile.open(file)) {
                if (sameBuild(image, elf)) {
                    return found(image, file, elf, places);
                }
                refused = FoundImage.without(image, ImageState.OTHER_BUILD, file);
            } catch (IOException e) {
                // of two reasons the one that a user can do something about
                if (refused.state() == ImageState.NOT_FOUND) {
                    refused = FoundImage.without(image, ImageState.UNREADABLE, file);
                }
            }
        }
        return refused;
    }

    private FoundImage found(Image image, Path file, ElfFile elf, List<Path> places) throws IOException {
        String buildId = elf.buildId();
        if (elf.hasDwarf()) {
            return new FoundImage(image, ImageState.FOUND, file, buildId, file, null);
        }
        Path debugFile = debugFiles.find(image, file, elf, buildId);
        if (debugFile == null) {
            debugFile = twinWithDwarf(image, file, buildId, places);
        }
        Path dwarf = debugFile != null && DebugFileSearch.hasDwarf(debugFile) ? debugFile : null;
        return new FoundImage(image, ImageState.FOUND, file, buildId, dwarf, debugFile);
    }

    /** The same build before it was stripped, in a place that comes later. */
    private static @Nullable Path twinWithDwarf(Image image, Path file, String buildId, List<Path> places) {
        for (Path place : places) {
            if (place.equals(file) || !Files.isRegularFile(place)) {
                continue;
            }
            try (ElfFile elf = ElfFile.open(place)) {
                if (elf.hasDwarf() && sameBuild(image, elf) && elf.buildId().equals(buildId)) {
                    return place;
                }
            } catch (IOException e) {
                // it was not asked for
            }
        }
        return null;
    }

    private static boolean sameBuild(Image image, ElfFile elf) {
        List<ElfFile.Load> loads = elf.loads();
        List<Image.Segment> segments = image.segments();
        boolean same = loads.size() == segments.size() && !loads.isEmpty();
        for (int i = 0; same && i < loads.size(); i++) {
            same = loads.get(i).address() == segments.get(i).address()
                    && loads.get(i).sizeBytes() == segments.get(i).sizeBytes();
        }
        return same;
    }

    /** Where the image may be, in the order of preference. */
    List<Path> places(Image image) {
        String path = image.path();
        if (path.isEmpty() || path.indexOf('\0') >= 0) {
            return List.of();
        }
        Set<Path> places = new LinkedHashSet<>();
        addPlaces(path, image.name(), places);
        if (path.endsWith(DELETED)) {
            String shorter = path.substring(0, path.length() - DELETED.length());
            addPlaces(shorter, shorter.substring(shorter.lastIndexOf('/') + 1), places);
        }
        return new ArrayList<>(places);
    }

    private void addPlaces(String path, String name, Set<Path> places) {
        for (PathMapping mapping : settings.pathMap()) {
            if (path.startsWith(mapping.from())) {
                add(mapping.to() + path.substring(mapping.from().length()), places);
            }
        }
        Path sysroot = settings.sysroot();
        if (sysroot == null) {
            add(own(path), places);
        } else {
            add(sysroot + "/" + path, places);
        }
        for (Path folder : settings.symbolPath()) {
            add(folder + "/" + path, places);
            add(folder + "/" + name, places);
        }
        if (sysroot != null) {
            add(own(path), places);
        }
    }

    /** With one slash at its beginning: with two, Windows would ask a server for it. */
    private static String own(String path) {
        if (File.separatorChar == '\\') {
            return path.replace('\\', '_').replaceFirst("^/+", "/");
        }
        return path;
    }

    private static void add(String path, Set<Path> places) {
        try {
            places.add(Path.of(path).normalize());
        } catch (InvalidPathException e) {
            // no file of this system has that name
        }
    }
}
