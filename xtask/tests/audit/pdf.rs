//! Makes a PDF from text, to test the PDF reader.

/// Returns a PDF that draws each line of a text, with fifty lines per page.
pub fn of(text: &str) -> Vec<u8> {
    let latin = |c: char| match c {
        '“' => 0x93,
        '”' => 0x94,
        '…' => 0x85,
        c => u8::try_from(c).unwrap(),
    };
    let mut objects: Vec<Vec<u8>> = vec![b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(), Vec::new()];
    objects.push(b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>".to_vec());
    let lines: Vec<_> = text.lines().collect();
    let mut pages = Vec::new();
    for page in lines.chunks(50) {
        let mut content = b"BT /F1 8 Tf 12 TL 20 780 Td\n".to_vec();
        for line in page {
            let line: Vec<u8> = line.chars().map(latin).collect();
            let escaped = line.iter().flat_map(|b| if b"()\\".contains(b) { vec![b'\\', *b] } else { vec![*b] });
            content.push(b'(');
            content.extend(escaped);
            content.extend(b") Tj T*\n");
        }
        content.extend(b"ET");
        let mut stream = format!("<< /Length {} >>\nstream\n", content.len()).into_bytes();
        stream.extend(content);
        stream.extend(b"\nendstream");
        objects.push(stream);
        let number = objects.len();
        objects.push(
            format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 800 800] /Contents {number} 0 R /Resources << /Font << /F1 3 0 R >> >> >>")
                .into_bytes(),
        );
        pages.push(format!("{} 0 R", number + 1));
    }
    objects[1] = format!("<< /Type /Pages /Kids [{}] /Count {} >>", pages.join(" "), pages.len()).into_bytes();
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n", index + 1).bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").bytes());
    }
    out.extend(format!("trailer << /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1).bytes());
    out
}
