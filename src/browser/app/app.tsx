export function App() {
  return <h1>Customer cards</h1>;
}
