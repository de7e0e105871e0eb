//! A terminal's screen as a picture.

use std::fmt::Write as _;

use vt100::{Cell, Color, Screen};

/// Width and height of a cell, and the edge around all, in pixels.
const CELL: (u16, u16) = (8, 18);
const EDGE: u16 = 12;

/// The sixteen colours that terminals name, on a dark ground.
const PALETTE: [&str; 16] = [
    "#3b4252", "#bf616a", "#a3be8c", "#ebcb8b", "#81a1c1", "#b48ead", "#88c0d0", "#e5e9f0", "#4c566a",
    "#bf616a", "#a3be8c", "#ebcb8b", "#81a1c1", "#b48ead", "#8fbcbb", "#eceff4",
];

/// The rows of `screen` down to the last one that is not empty.
pub(crate) fn picture(screen: &Screen, title: &str) -> String {
    let (rows, columns) = screen.size();
    let is_blank =
        |row: u16| screen.rows(0, columns).nth(row.into()).is_none_or(|text| text.trim().is_empty());
    let last = (0..rows).rev().find(|row| !is_blank(*row)).map_or(0, |row| row + 1);
    let (width, height) = (2 * EDGE + columns * CELL.0, 2 * EDGE + last * CELL.1);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" role=\"img\">\n\
         <title>{}</title>\n<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#2e3440\"/>\n\
         <g font-family=\"ui-monospace, Menlo, Consolas, monospace\" font-size=\"13\" fill=\"#d8dee9\" \
         xml:space=\"preserve\">\n",
        escaped(title)
    );
    for row in 0..last {
        let mut column = 0;
        while column < columns {
            let Some(first) = screen.cell(row, column).filter(|cell| cell.has_contents()) else {
                column += 1;
                continue;
            };
            let (start, style) = (column, style(first));
            let mut text = String::new();
            while let Some(cell) = screen.cell(row, column).filter(|cell| self::style(cell) == style) {
                // Two blanks end a run: what follows has a place of its own.
                let blank =
                    |at: u16| screen.cell(row, at).is_none_or(|cell| cell.contents().trim().is_empty());
                if blank(column) && blank(column + 1) && !cell.is_wide_continuation() {
                    break;
                }
                if !cell.is_wide_continuation() {
                    text.push_str(if cell.has_contents() { cell.contents() } else { " " });
                }
                column += 1;
            }
            if text.is_empty() {
                column += 1;
                continue;
            }
            let (x, y) = (EDGE + start * CELL.0, EDGE + (row + 1) * CELL.1 - 5);
            let length = (column - start) * CELL.0;
            let _ = writeln!(
                svg,
                "<text x=\"{x}\" y=\"{y}\" textLength=\"{length}\"{style}>{}</text>",
                escaped(&text)
            );
        }
    }
    svg + "</g>\n</svg>\n"
}

fn style(cell: &Cell) -> String {
    let mut style = String::new();
    let colour = if cell.inverse() { cell.bgcolor() } else { cell.fgcolor() };
    match colour {
        Color::Default => {}
        Color::Idx(index) if usize::from(index) < PALETTE.len() => {
            let _ = write!(style, " fill=\"{}\"", PALETTE[usize::from(index)]);
        }
        Color::Idx(_) => style.push_str(" fill=\"#88c0d0\""),
        Color::Rgb(red, green, blue) => drop(write!(style, " fill=\"#{red:02x}{green:02x}{blue:02x}\"")),
    }
    if cell.bold() {
        style.push_str(" font-weight=\"bold\"");
    }
    if cell.italic() {
        style.push_str(" font-style=\"italic\"");
    }
    style
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
