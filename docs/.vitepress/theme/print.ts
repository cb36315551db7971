// Paper is white: a page in dark colours is printed in the light ones.

export function printInLight(): void {
  let wasDark = false;
  const { classList } = document.documentElement;
  addEventListener('beforeprint', () => {
    wasDark = classList.contains('dark');
    classList.remove('dark');
  });
  addEventListener('afterprint', () => {
    classList.toggle('dark', wasDark);
  });
}
